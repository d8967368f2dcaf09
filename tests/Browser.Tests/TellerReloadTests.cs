using Microsoft.Playwright;
using Wenden.Contracts.Queue;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>A teller's page that is loaded again, or twice.</summary>
public sealed class TellerReloadTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_loaded_again_sits_where_it_sat()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var slip = await chromium.Queue.TakeAsync(site);
        await using var window = await chromium.OpenAsync(Account.Of("teller", site));
        await ServeAsync(window);

        await window.Page.ReloadAsync();
        await FinishAsync(window.Page);

        (await chromium.Queue.ScalarAsync<string>("select state from tickets where ticket_id = @TicketId", slip.Ticket)).ShouldBe(TicketState.Finished);
    }

    [Fact]
    public async Task Of_a_page_and_its_copy_the_copy_goes_on()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site);
        await using var window = await chromium.OpenAsync(Account.Of("teller", site));
        await ServeAsync(window);

        var copy = await window.Page.RunAndWaitForPopupAsync(() => window.Page.EvaluateAsync("window.open(location.href)"));
        await copy.Locator("[data-key=f]").WaitForAsync();
        await window.Page.Locator("#elsewhere").WaitForAsync();

        await FinishAsync(copy);
    }

    private static async Task ServeAsync(Window window)
    {
        await window.GoAsync("/teller");
        await window.Page.Locator("main section h2").First.WaitForAsync();
        await window.Page.Keyboard.PressAsync("1");
        await window.Page.Locator("[data-key=n]").WaitForAsync();
        await window.Page.Keyboard.PressAsync("n");
        await window.Page.Locator("[data-key=s]").WaitForAsync();
        await window.Page.Keyboard.PressAsync("s");
        await window.Page.Locator("[data-key=f]").WaitForAsync();
    }

    private static async Task FinishAsync(IPage page)
    {
        await page.Locator("[data-key=f]").WaitForAsync();
        await page.Keyboard.PressAsync("f");
        await page.Locator("[data-key=n]").WaitForAsync();
    }
}
