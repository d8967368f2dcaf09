using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

public sealed class ConnectionTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_whose_line_is_cut_says_so_and_goes_on_where_it_was()
    {
        await using var line = new Line(chromium.Hall.Second.Port);
        await using var window = await SignedInAsync(Account.Of("teller", await chromium.Queue.OpenSiteAsync()));
        await window.GoAsync($"http://localhost:{line.Port}/teller");
        await window.Page.Keyboard.PressAsync("1");
        await window.Page.Locator("#item-search").FillAsync("补贴");
        await window.Page.GetByText("就业困难人员灵活就业社会保险补贴申领").WaitForAsync();

        line.Cut();
        await window.Page.Locator("#components-reconnect-modal[open]").WaitForAsync();
        (await window.Page.Locator("#components-reconnect-modal").InnerTextAsync()).ShouldContain("与大厅的连接中断");
        line.Mend();
        await window.Page.Locator("#components-reconnect-modal[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        (await window.Page.Locator("#item-search").InputValueAsync()).ShouldBe("补贴");
        await window.Page.Locator("#item-search").FillAsync("事项之14");
        await window.Page.GetByText("参保登记事项之140").WaitForAsync();
    }

    [Fact]
    public async Task A_page_whose_portal_was_restarted_comes_back_by_itself()
    {
        var portal = chromium.Hall.Start();
        await using var window = await SignedInAsync(Account.Of("reviewer"));
        await window.GoAsync($"{portal}reviewer");
        var waiting = await window.Page.Locator(".figure").First.InnerTextAsync();

        await chromium.Hall.StopAsync(portal);
        await window.Page.Locator("#components-reconnect-modal[open]").WaitForAsync();
        await Task.Run(() => chromium.Hall.Start(portal.Port));

        await window.Page.Locator("#components-reconnect-modal[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await window.ReadyAsync();
        (await window.Page.Locator(".figure").First.InnerTextAsync()).ShouldBe(waiting);
    }

    [Fact]
    public async Task An_open_page_of_a_session_that_ended_goes_to_the_sign_in_page()
    {
        var account = Account.Of("reviewer");
        await using var window = await SignedInAsync(account);
        await window.GoAsync("/reviewer");
        await window.Page.Context.ClearCookiesAsync(new() { Name = "sign-in-as" });

        await chromium.Hall.ScalarAsync<long>("delete from sessions where subject = @Name", new { account.Name });

        await window.Page.GetByText("stand-in sign-in page").WaitForAsync();
    }

    [Fact]
    public async Task Whose_account_is_stopped_sees_no_more_of_an_open_page()
    {
        var account = Account.Of("reviewer");
        await using var window = await SignedInAsync(account);
        await window.GoAsync("/reviewer");
        await window.Page.Context.ClearCookiesAsync(new() { Name = "sign-in-as" });

        chromium.Hall.Identity.Stopped[account.Name] = chromium.Hall.Services.Stopped[account.Name] = true;

        await window.Page.GetByText("stand-in sign-in page").WaitForAsync(new() { Timeout = 40_000 });
    }

    // At the first portal, whose address the identity service knows; the session is good at all of them.
    private async Task<Window> SignedInAsync(Account account)
    {
        var window = await chromium.OpenAsync(account);
        await window.GoAsync("/");
        return window;
    }
}
