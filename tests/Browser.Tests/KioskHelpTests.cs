using Microsoft.Playwright;

namespace Wenden.Browser.Tests;

/// <summary>What helps those who see, hear or move less; and who walks away.</summary>
public sealed class KioskHelpTests(Chromium chromium)
{
    [Fact]
    public async Task Large_print_and_voice_help_and_the_next_visitor_finds_them_off()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);
        var before = await SizeOfTitleAsync(kiosk.Page);

        await kiosk.Page.ClickAsync(".large-print");
        await kiosk.Page.WaitForFunctionAsync("() => document.documentElement.classList.contains('large')");
        (await SizeOfTitleAsync(kiosk.Page)).ShouldBeGreaterThan(before * 1.2);
        await kiosk.Page.ClickAsync(".guide");
        await SaysAsync(kiosk.Page, "欢迎");
        await KioskScreen.TakeAsync(kiosk.Page);
        await SaysAsync(kiosk.Page, "您的号码是 A 零 零 一");
        await kiosk.Page.ClickAsync(".bar .take");

        await kiosk.Page.WaitForFunctionAsync("() => !document.documentElement.classList.contains('large')");
        (await kiosk.Page.Locator("[aria-pressed=true]").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_number_is_taken_with_arrows_and_Enter_alone()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);

        foreach (var target in new[] { "take first", "take" })
        {
            for (var i = 0; i < 60 && await FocusedAsync(kiosk.Page) != target; i++)
                await kiosk.Page.Keyboard.PressAsync("ArrowDown");
            (await kiosk.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
            await kiosk.Page.Keyboard.PressAsync(target == "take" ? "Space" : "Enter");
            await kiosk.Page.Locator(target == "take" ? ".number" : ".bar").WaitForAsync();
        }
    }

    [Fact]
    public async Task One_switch_is_enough_because_the_focus_walks_by_itself()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);

        await kiosk.Page.ClickAsync(".scan");
        await kiosk.Page.WaitForFunctionAsync("() => document.activeElement.matches('.take.first')", null, new() { Timeout = 30_000 });
        await kiosk.Page.Keyboard.PressAsync("Enter");

        await kiosk.Page.Locator(".bar").WaitForAsync();
    }

    [Fact]
    public async Task A_visitor_who_walks_away_leaves_the_start_page_behind()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);
        await kiosk.Page.ClickAsync(".language");
        await kiosk.Page.ClickAsync(".take.first");

        await kiosk.Page.Locator(".idle").WaitForAsync(new() { Timeout = 40_000 });
        await kiosk.Page.Locator(".take.first").WaitForAsync(new() { Timeout = 40_000 });

        (await kiosk.Page.Locator("h1").InnerTextAsync()).ShouldBe("欢迎，请取号");
    }

    private static Task<IJSHandle> SaysAsync(IPage page, string words) => page.WaitForFunctionAsync("words => document.documentElement.dataset.said?.includes(words)", words);

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.className");

    private static Task<double> SizeOfTitleAsync(IPage page) => page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)");
}
