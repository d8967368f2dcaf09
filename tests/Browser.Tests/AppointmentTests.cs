using Dapper;
using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>Appointments of a citizen on a phone, against the real queue. It is Monday, 21 October.</summary>
public sealed class AppointmentTests(Chromium chromium)
{
    private const string Nine = "2019-10-22T09:00:00+08:00";

    [Fact]
    public async Task A_time_is_booked_moved_and_cancelled()
    {
        var (site, name) = await OpenSiteAsync();
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        var page = phone.Page;
        await phone.GoAsync("/citizen");
        await page.GetByText("您没有待办的预约").WaitForAsync();

        await page.GetByText("预约", new() { Exact = true }).ClickAsync();
        await page.GetByText(name).ClickAsync();
        await page.GetByLabel("查找").FillAsync("jyknry");
        await page.GetByText("就业困难人员灵活就业社会保险补贴申领").ClickAsync();
        await page.GetByText("下一步").ClickAsync();
        await page.Locator(".days button", new() { HasText = "10月22日" }).ClickAsync();
        await TimeAsync(page, "09:00");
        (await page.Locator(".summary").InnerTextAsync()).ShouldContain("10月22日 星期二 09:00");
        await page.GetByText("确认预约").ClickAsync();

        await page.GetByText("预约成功").WaitForAsync();
        await page.Locator("article.fresh").WaitForAsync();
        var card = await page.Locator("article.fresh").InnerTextAsync();
        var code = await ScalarAsync<string>("code || ' ' || items[1]", site);
        card.Replace(" ", "").ShouldContain(code[..8]);
        code[8..].ShouldBe(" item-1");
        card.ShouldContain("综合服务区");

        await page.GetByText("改期").ClickAsync();
        await page.Locator(".days button", new() { HasText = "10月23日" }).ClickAsync();
        await TimeAsync(page, "15:30");
        await page.GetByText("确认改期").ClickAsync();
        await page.GetByText("已改到新的时间").WaitForAsync();
        await page.Locator("article", new() { HasText = "10月23日 星期三 15:30" }).WaitForAsync();
        (await ScalarAsync<string>("code || ' ' || (starts_at at time zone 'Asia/Shanghai')::text", site)).ShouldBe($"{code[..8]} 2019-10-23 15:30:00");

        await page.GetByText("取消预约").ClickAsync();
        await page.GetByText("取消 10月23日 星期三 15:30 的预约？").WaitForAsync();
        await page.GetByText("不取消").ClickAsync();
        await page.Locator(".confirm").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await ScalarAsync<string>("state", site)).ShouldBe("booked");
        await page.GetByText("取消预约").ClickAsync();
        await page.Locator(".confirm .alarm").ClickAsync();
        await page.GetByText("已取消 10月23日 星期三 15:30 的预约").WaitForAsync();
        await page.GetByText("以前的预约（1）").WaitForAsync();
        (await ScalarAsync<string>("state", site)).ShouldBe("cancelled");
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_that_somebody_else_took_meanwhile_is_said_and_another_can_be_had()
    {
        var (site, _) = await OpenSiteAsync(capacity: 1);
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        var page = phone.Page;
        await phone.GoAsync($"/citizen/appointments/new?site={site}&step=time&day=2019-10-22");
        await TimeAsync(page, "09:00");
        await page.GetByText("确认预约").WaitForAsync();

        await chromium.Queue.DoAsync(Account.Of("teller", site), "appointments", new { startsAt = Nine, items = Array.Empty<string>() });
        await page.GetByText("确认预约").ClickAsync();

        await page.GetByText("没有约上：该时段已约满").WaitForAsync();
        await page.GetByText("已约满：09:00").WaitForAsync();
        await TimeAsync(page, "09:30");
        await page.GetByText("确认预约").WaitForAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("没有约上");
        await page.GetByText("确认预约").ClickAsync();
        await page.GetByText("预约成功").WaitForAsync();
    }

    [Fact]
    public async Task A_move_to_a_time_that_is_gone_leaves_the_old_one()
    {
        var (site, _) = await OpenSiteAsync(capacity: 1);
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        var page = phone.Page;
        await BookAsync(phone, site, "2019-10-22T10:00");
        await page.GetByText("改期").ClickAsync();
        await page.Locator(".days button", new() { HasText = "10月22日" }).ClickAsync();
        await TimeAsync(page, "09:00");
        await page.GetByText("确认改期").WaitForAsync();

        await chromium.Queue.DoAsync(Account.Of("teller", site), "appointments", new { startsAt = Nine, items = Array.Empty<string>() });
        await page.GetByText("确认改期").ClickAsync();

        await page.GetByText("没有改成：该时段已约满。原来的预约仍然有效").WaitForAsync();
        (await page.Locator(".present").InnerTextAsync()).ShouldContain("10月22日 星期二 10:00");
    }

    [Fact]
    public async Task Whoever_presses_twice_or_comes_back_has_booked_once()
    {
        var (site, _) = await OpenSiteAsync();
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        var page = phone.Page;
        await phone.GoAsync($"/citizen/appointments/new?site={site}&step=time&day=2019-10-22");
        await TimeAsync(page, "09:00");
        await page.GetByText("确认预约").WaitForAsync();
        var address = page.Url;
        await page.GetByText("确认预约").DblClickAsync();
        await page.GetByText("预约成功").WaitForAsync();

        // As if the first answer had not come, and the page was loaded anew.
        await phone.GoAsync(address);
        await page.GetByText("确认预约").ClickAsync();
        await page.GetByText("预约成功").WaitForAsync();

        (await ScalarAsync<long>("count(*)", site)).ShouldBe(1);
    }

    [Fact]
    public async Task A_day_or_a_place_that_cannot_be_booked_is_said()
    {
        var (site, name) = await OpenSiteAsync(capacity: 1);
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);

        await phone.GoAsync($"/citizen/appointments/new?site={site}&step=time&day=2019-10-26");
        await phone.Page.GetByText("这一天不能预约").WaitForAsync();
        await phone.GoAsync("/citizen/appointments/new?site=nowhere&step=time");
        await phone.Page.GetByText("这里不能预约").WaitForAsync();
        await phone.Page.GetByText(name).ClickAsync();
        await phone.Page.GetByText("还不知道办什么").ClickAsync();
        await phone.Page.Locator(".times a").First.WaitForAsync();
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_is_booked_by_keys_alone()
    {
        var (site, _) = await OpenSiteAsync();
        await using var window = await chromium.OpenAsync(Account.Of("citizen"));
        var keys = window.Page.Keyboard;
        await window.GoAsync($"/citizen/appointments/new?site={site}");
        await window.Page.Locator("#book-search").WaitForAsync();
        await FocusedAsync(window.Page, "办什么事？");

        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await FocusedAsync(window.Page, "什么时候来？");
        await window.Page.Locator(".times a").First.WaitForAsync();
        for (var i = 0; i < 20 && !await window.Page.EvaluateAsync<bool>("() => document.activeElement.matches('.times a')"); i++)
            await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await FocusedAsync(window.Page, "请核对");
        await window.Page.GetByText("确认预约").WaitForAsync();
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");

        await window.Page.WaitForFunctionAsync("() => document.activeElement?.textContent.includes('预约成功')");
        (await ScalarAsync<string>("state", site)).ShouldBe("booked");
    }

    [Fact]
    public async Task Every_step_is_readable_in_both_languages()
    {
        var (site, _) = await OpenSiteAsync();
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        await BookAsync(phone, site, "2019-10-22T10:00");
        await BookAsync(phone, site, "2019-10-24T14:30");
        for (var i = 0; i < 6; i++)
            await chromium.Queue.DoAsync(Account.Of("teller", site), "appointments", new { startsAt = Nine, items = Array.Empty<string>() });
        var id = await ScalarAsync<Guid>("min(appointment_id::text)::uuid", site);
        var start = $"/citizen/appointments/new?site={site}";

        foreach (var language in new[] { "zh", "en" })
        {
            foreach (var (name, address, there) in new[]
            {
                ("list", "/citizen", "article"), ("site", "/citizen/appointments/new", ".big-choice"), ("items", $"{start}&item=item-1&item=item-2", ".chosen"), ("first", start, ".item-group"), ("time", $"{start}&step=time&day=2019-10-22", ".times a"),
                ("closed", $"{start}&step=time&day=2019-10-26", ".notice.warn"), ("confirm", $"{start}&item=item-1&step=confirm&at=2019-10-22T09:30&key=k", ".summary"),
                ("move", $"/citizen/appointments/{id}/move?day=2019-10-22", ".times a"), ("moved", $"/citizen?moved={id}", "article.fresh"),
            })
            {
                await phone.GoAsync($"/language/{language}?back={Uri.EscapeDataString(address)}");
                await phone.Page.Locator(there).First.WaitForAsync();
                await LookTests.ShouldBeAccessibleAsync(phone.Page, $"{name} {language}");
                await LookTests.LookAsync(phone.Page, $"citizen-{name}", language, Size.Phone);
                await LookTests.LookAsync(phone.Page, $"citizen-{name}", language, Size.Counter);
            }

            await phone.Page.SetViewportSizeAsync(Size.Phone.Width, Size.Phone.Height);
            await phone.GoAsync($"{start}&step=time&day=2019-10-21");
            await phone.Page.Locator(".days button").Nth(1).ClickAsync();
            await phone.Page.Locator(".full").WaitForAsync();
            await LookTests.LookAsync(phone.Page, "citizen-day", language, Size.Phone);
            await phone.GoAsync(start);
            await phone.Page.Locator("#book-search").FillAsync("cbdj");
            await phone.Page.Locator("main .big-choice", new() { HasText = language == "zh" ? "参保登记事项之2" : "Registration item 2" }).First.WaitForAsync();
            await LookTests.ShouldBeAccessibleAsync(phone.Page, $"search {language}");
            await LookTests.LookAsync(phone.Page, "citizen-search", language, Size.Phone);
            await phone.GoAsync($"/citizen?moved={id}");
            await phone.Page.Locator("article.fresh").WaitForAsync();
            await phone.Page.Locator("article .actions button").First.ClickAsync();
            await phone.Page.Locator(".confirm").ScrollIntoViewIfNeededAsync();
            await LookTests.ShouldBeAccessibleAsync(phone.Page, $"cancel {language}");
            await LookTests.LookAsync(phone.Page, "citizen-cancel", language, Size.Phone);
        }
    }

    /// <summary>A fresh site that takes appointments, with its name.</summary>
    private async Task<(string Site, string Name)> OpenSiteAsync(int capacity = 6)
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var name = $"预约保障所{site[^6..]}";
        await using var connection = await chromium.Queue.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(
            """
            update sites
               set name = @name, rules = rules || '{"opens":"08:30","closes":"17:00"}' || jsonb_build_object('appointments',
                   jsonb_build_object('slotMinutes', 30, 'capacity', @capacity, 'daysAhead', 14, 'earlyMinutes', 30, 'graceMinutes', 15))
             where site = @site
            """, new { site, name, capacity });
        return (site, name);
    }

    private static async Task BookAsync(Window phone, string site, string at)
    {
        await phone.GoAsync($"/citizen/appointments/new?site={site}&step=confirm&at={at}&key={Guid.CreateVersion7()}");
        await phone.Page.GetByText("确认预约").ClickAsync();
        await phone.Page.GetByText("预约成功").WaitForAsync();
        await phone.Page.Locator("article.fresh").WaitForAsync();
    }

    private static Task TimeAsync(IPage page, string time) => page.Locator(".times a", new() { HasText = time }).ClickAsync();

    private static async Task FocusedAsync(IPage page, string heading) => await page.WaitForFunctionAsync("heading => document.activeElement?.textContent === heading", heading);

    private Task<T> ScalarAsync<T>(string what, string site) => chromium.Queue.ScalarAsync<T>($"select {what} from appointments where site = @site", new { site });
}
