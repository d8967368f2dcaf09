using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

public sealed class ManagerTests(Chromium chromium)
{
    [Fact]
    public async Task A_manager_stops_the_numbers_of_a_zone_and_gives_them_again()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using var window = await OpenAsync(site);

        await window.Page.GetByLabel("受理审核区：停止取号").ClickAsync();
        await window.Page.GetByText("受理审核区已停止取号").WaitForAsync();
        (await chromium.Queue.ScalarAsync<bool>("select is_open from zones where site = @site and zone = 'review'", new { site })).ShouldBeFalse();
        await window.Page.GetByLabel("受理审核区：恢复取号").ClickAsync();
        await window.Page.GetByText("受理审核区已恢复取号").WaitForAsync();

        (await chromium.Queue.ScalarAsync<bool>("select is_open from zones where site = @site and zone = 'review'", new { site })).ShouldBeTrue();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_is_missed_is_said_in_words()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site);
        await chromium.Queue.ScalarAsync<object?>("update tickets set issued_at = issued_at - interval '25 minutes' where site = @site returning null::int", new { site });
        await using var window = await OpenAsync(site);

        await window.Page.GetByText("超过 20 分钟").WaitForAsync();
        (await window.Page.Locator("tr.alarm", new() { HasText = "综合服务区" }).InnerTextAsync()).ShouldContain("25 分钟");
    }

    [Fact]
    public async Task A_forgotten_window_is_closed_and_a_busy_one_is_not()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site);
        var (busy, _) = await chromium.Queue.ServeAsync(site, 1);
        await chromium.Queue.DoAsync(Account.Of("teller", site), "windows/4/open");
        await using var window = await OpenAsync(site);
        var rows = window.Page.Locator("tbody tr");

        (await rows.Filter(new() { HasText = busy.Name }).Locator("button").IsDisabledAsync()).ShouldBeTrue();
        await rows.Filter(new() { HasText = "4 号窗口" }).Locator("button").ClickAsync();
        await window.Page.Locator(".confirm .alarm").ClickAsync();

        await window.Page.GetByText("4 号窗口已关闭").WaitForAsync();
        (await chromium.Queue.ScalarAsync<string>("select state from windows where site = @site and number = 4", new { site })).ShouldBe("closed");
    }

    [Fact]
    public async Task A_teller_is_given_a_skill()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using var window = await OpenAsync(site);

        await window.Page.GetByLabel("账号").FillAsync("t021");
        await window.Page.GetByText("添加柜员").ClickAsync();
        await window.Page.GetByLabel("雇主参保").CheckAsync();

        for (var tries = 0; await chromium.Queue.ScalarAsync<string?>("select skills[1] from tellers where site = @site and teller = 't021'", new { site }) != "雇主参保"; tries++)
        {
            tries.ShouldBeLessThan(50);
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task Statistics_show_days_and_give_them_as_a_table()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"));
        await window.GoAsync("/statistics?from=2019-10-18&to=2019-10-18");

        await window.Page.Locator(".chart").WaitForAsync();
        (await window.Page.Locator(".figure").First.InnerTextAsync()).ShouldContain("612");
        (await window.Page.Locator(".chart-with-table tbody tr").CountAsync()).ShouldBe(9);
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.GetByText("下载 CSV").ClickAsync());

        download.SuggestedFilename.ShouldBe("wendeng-hall-20191018-20191018.csv");
        (await File.ReadAllLinesAsync((await download.PathAsync())!)).Length.ShouldBe(613);
        window.Complaints.ShouldBeEmpty();
    }

    private async Task<Window> OpenAsync(string site)
    {
        var window = await chromium.OpenAsync(Account.Of("site-manager", site));
        await window.GoAsync("/site-manager");
        return window;
    }
}
