using Microsoft.Playwright;
using Wenden.Fixture;

namespace Wenden.Browser.Tests;

/// <summary>The kiosk while the hall cannot be reached.</summary>
public sealed class KioskOfflineTests(Chromium chromium)
{
    [Fact]
    public async Task A_cut_line_gives_numbers_all_the_same_and_they_are_handed_in_afterwards()
    {
        await using var line = new Line(chromium.Hall.Second.Port);
        await using var kiosk = await KioskScreen.StartAsync(chromium, line);
        await ReadyForBadDaysAsync(kiosk.Page);

        line.Cut();
        (await KioskScreen.TakeAsync(kiosk.Page)).ShouldBe("K001");
        (await kiosk.Page.Locator(".offline").InnerTextAsync()).ShouldContain("号码有效");
        await kiosk.Page.ClickAsync(".bar .take");
        (await KioskScreen.TakeAsync(kiosk.Page)).ShouldBe("K002");
        await kiosk.Page.Locator(".owed", new() { HasText = "2" }).WaitForAsync();
        line.Mend();
        await kiosk.Page.Locator(".owed").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 30_000 });
        await kiosk.Page.ClickAsync(".bar .take");

        (await KioskScreen.TakeAsync(kiosk.Page)).ShouldStartWith("A");
        (await chromium.Queue.ScalarAsync<string>(
            "select string_agg(number, ' ' order by turn_at) from tickets where site = @site and series = 'K'", new { site = kiosk.Site })).ShouldBe("K001 K002");
        (await chromium.Queue.ScalarAsync<long>(
            "select count(*) from tickets where site = @site and state = 'waiting'", new { site = kiosk.Site })).ShouldBe(3);
    }

    [Fact]
    public async Task A_kiosk_switched_on_without_the_portal_goes_on_with_the_next_number()
    {
        await using var line = new Line(chromium.Hall.Second.Port);
        await using var kiosk = await KioskScreen.StartAsync(chromium, line);
        await ReadyForBadDaysAsync(kiosk.Page);

        line.Cut();
        (await KioskScreen.TakeAsync(kiosk.Page)).ShouldBe("K001");
        await kiosk.Page.ReloadAsync();
        await kiosk.Page.Locator(".owed").WaitForAsync(new() { Timeout = 30_000 });

        (await KioskScreen.TakeAsync(kiosk.Page)).ShouldBe("K002");
    }

    /// <summary>The block is there, and everything the page is made of is kept.</summary>
    private static async Task ReadyForBadDaysAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null", null, new() { Timeout = 60_000 });
        for (var i = 0; !await page.EvaluateAsync<bool>(KioskStore.HasBlock); i++)
        {
            i.ShouldBeLessThan(300, "no block came");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
