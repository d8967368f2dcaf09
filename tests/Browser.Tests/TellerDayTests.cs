using Microsoft.Playwright;
using Wenden.Contracts.Queue;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>A teller's day without a mouse, against the real queue.</summary>
public sealed class TellerDayTests(Chromium chromium)
{
    [Fact]
    public async Task A_day_goes_by_keys_alone()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var (first, second) = (await chromium.Queue.TakeAsync(site, items: ["item-1", "item-2"]), await chromium.Queue.TakeAsync(site, items: "item-3"));
        await using var window = await AtDeskAsync(site);
        var (page, keys) = (window.Page, window.Page.Keyboard);

        await keys.PressAsync("3");
        await FocusedAsync(page, "n");
        await keys.PressAsync("Enter");
        await FocusedAsync(page, "s");
        await keys.PressAsync("Enter");
        await FocusedAsync(page, "f");
        (await StateAsync(first)).ShouldBe(TicketState.Serving);

        await keys.PressAsync("h");
        await page.Locator(".actions .ask input:focus").WaitForAsync();
        await keys.InsertTextAsync("取复印件");
        await keys.PressAsync("Enter");
        await FocusedAsync(page, "n");
        (await StateAsync(first)).ShouldBe(TicketState.Held);

        await keys.PressAsync("n");
        await FocusedAsync(page, "s");
        await keys.PressAsync("s");
        await FocusedAsync(page, "f");
        await keys.PressAsync("t");
        await page.Locator(".ask select:focus").WaitForAsync();
        // The second zone.
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await FocusedAsync(page, "n");
        (await chromium.Queue.ScalarAsync<string>("select zone || ' ' || number from tickets where ticket_id = @TicketId", second.Ticket)).ShouldBe("review A002");

        await keys.PressAsync("1");
        await FocusedAsync(page, "f");
        await keys.PressAsync("e");
        await keys.PressAsync("Tab");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Escape");
        await keys.PressAsync("f");
        await FocusedAsync(page, "n");

        (await chromium.Queue.ScalarAsync<string>("select results ->> 'item-1' || ' ' || (results ->> 'item-2') from tickets where ticket_id = @TicketId", first.Ticket)).ShouldBe("continued done");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_does_not_come_is_missed_only_after_the_recalls_and_may_come_back()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var slip = await chromium.Queue.TakeAsync(site);
        await using var window = await AtDeskAsync(site);
        var keys = window.Page.Keyboard;
        await keys.PressAsync("1");
        await FocusedAsync(window.Page, "n");
        await keys.PressAsync("n");
        await FocusedAsync(window.Page, "s");

        (await window.Page.Locator("[data-key=m]").InnerTextAsync()).ShouldContain("还须重呼 1 次");
        (await window.Page.Locator("[data-key=m]").IsDisabledAsync()).ShouldBeTrue();
        await keys.PressAsync("r");
        await window.Page.Locator("[data-key=m]:enabled").WaitForAsync();
        await keys.PressAsync("m");
        await FocusedAsync(window.Page, "n");
        (await StateAsync(slip)).ShouldBe(TicketState.Missed);

        await keys.PressAsync("b");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await window.Page.GetByText("A001 已恢复排队").WaitForAsync();
        (await StateAsync(slip)).ShouldBe(TicketState.Waiting);
    }

    [Fact]
    public async Task A_second_page_takes_the_window_and_the_first_says_so()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var teller = Account.Of("teller", site);
        await using var first = await AtDeskAsync(site, teller);
        await first.Page.Keyboard.PressAsync("2");
        await FocusedAsync(first.Page, "n");
        await using var second = await AtDeskAsync(site, teller);

        await second.Page.GetByText("2 号窗口已在另一个页面打开").WaitForAsync();
        await second.Page.Keyboard.PressAsync("o");
        await FocusedAsync(second.Page, "n");
        await first.Page.GetByText("2 号窗口已在另一个页面打开").WaitForAsync();
        await first.Page.Keyboard.PressAsync("o");

        await FocusedAsync(first.Page, "n");
        await second.Page.GetByText("2 号窗口已在另一个页面打开").WaitForAsync();
    }

    [Fact]
    public async Task A_window_that_somebody_has_says_who()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var other = Account.Of("teller", site);
        await chromium.Queue.DoAsync(other, "windows/1/open");
        await using var window = await AtDeskAsync(site);

        await window.Page.Keyboard.PressAsync("1");

        await window.Page.GetByText($"没有执行：1 号窗口由 {other.Name} 使用").WaitForAsync();
    }

    [Fact]
    public async Task A_page_with_an_old_view_shows_the_present_state_instead_of_an_error()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var teller = Account.Of("teller", site);
        await chromium.Queue.TakeAsync(site, items: "item-1");
        await using var window = await AtDeskAsync(site, teller);
        await window.Page.Keyboard.PressAsync("1");
        await FocusedAsync(window.Page, "n");
        await window.Page.Keyboard.PressAsync("n");
        await FocusedAsync(window.Page, "s");
        var ticket = await chromium.Queue.ScalarAsync<Guid>("select ticket_id from tickets where site = @site", new { site });

        // Between two looks of the page somebody sends the visitor on.
        await chromium.Queue.DoAsync(teller, $"tickets/{ticket}/finish");
        await window.Page.Keyboard.PressAsync("r");

        await window.Page.Locator(".ticket.free").WaitForAsync();
        (await window.Page.Locator("[role=alert].notice").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_typed_stays_while_the_page_looks_again()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site, items: "item-1");
        await using var window = await AtDeskAsync(site);
        await window.Page.Keyboard.PressAsync("1");
        await FocusedAsync(window.Page, "n");
        await window.Page.Keyboard.PressAsync("n");
        await FocusedAsync(window.Page, "s");

        await window.Page.Keyboard.PressAsync("i");
        await window.Page.Keyboard.InsertTextAsync("37100319700101");
        await chromium.Queue.TakeAsync(site, items: "item-2");
        await window.Page.GetByText("等候 1 人").WaitForAsync();

        (await window.Page.Locator("#identity-number").InputValueAsync()).ShouldBe("37100319700101");
    }

    [Fact]
    public async Task An_item_is_added_and_dropped_during_the_visit()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site, items: "item-2");
        await using var window = await AtDeskAsync(site);
        await window.Page.Keyboard.PressAsync("1");
        await FocusedAsync(window.Page, "n");
        await window.Page.Keyboard.PressAsync("n");
        await FocusedAsync(window.Page, "s");

        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.InsertTextAsync("补贴");
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.items li').length === 1");
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".visit-items").GetByText("就业困难人员灵活就业社会保险补贴申领").WaitForAsync();
        await window.Page.GetByLabel("移除 参保登记事项之2").ClickAsync();
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.visit-items select').length === 1");

        (await chromium.Queue.ScalarAsync<string>("select array_to_string(items, ',') from tickets where site = @site", new { site })).ShouldBe("item-1");
    }

    private async Task<Window> AtDeskAsync(string site, Account? teller = null)
    {
        var window = await chromium.OpenAsync(teller ?? Account.Of("teller", site));
        await window.GoAsync("/teller");
        await window.Page.Locator("main section h2").First.WaitForAsync();
        return window;
    }

    private Task<string> StateAsync(Slip slip) => chromium.Queue.ScalarAsync<string>("select state from tickets where ticket_id = @TicketId", slip.Ticket);

    /// <summary>Waits until the keyboard is at the button with a key.</summary>
    private static async Task FocusedAsync(IPage page, string key) =>
        await page.WaitForFunctionAsync("key => document.activeElement?.dataset.key === key", key);
}
