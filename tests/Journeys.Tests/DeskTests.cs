using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Wenden.Contracts.Identity;
using Wenden.Demo;
using Wenden.Fixture;

namespace Wenden.Journeys.Tests;

/// <summary>One number from the kiosk to the end of the visit, through the pages of the running hall.</summary>
[Collection(DayTests.Window3)]
public sealed class DeskTests(RunningHall running)
{
    private static readonly Caller _kiosk = new("kiosk", "kiosk-1", SampleHall.Site);

    [Fact]
    public async Task A_number_is_called_at_window_3_shown_on_the_board_and_served()
    {
        using var hall = new HallClient(running.Hall.Portal);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumProgram.Path, Args = ChromiumProgram.Arguments });
        var board = await OpenAsync(browser);
        await HangUpAsync(board);
        var teller = await OpenAsync(browser);
        await SignInTests.SignInAsync(teller, SampleHall.Accounts.Single(account => account.Name == "t003"));
        await teller.WaitForURLAsync("**/teller");

        var slip = await TakeAsync(hall);
        var (number, link) = (slip.GetProperty("ticket").GetProperty("number").GetString()!, slip.GetProperty("link").GetString());
        await SitDownAsync(teller);
        await CallAsync(teller, number);

        await board.Locator(".board-calls li", new() { HasText = number }).GetByText("3 号窗口").WaitForAsync();
        var phone = await OpenAsync(browser);
        await phone.GotoAsync($"/v/{link}");
        (await phone.InnerTextAsync("main")).ShouldContain("请到 3 号窗口");
        await teller.Keyboard.PressAsync("s");
        await board.Locator(".board-serving li", new() { HasText = number }).WaitForAsync();
        await teller.Locator("[data-key=f]").WaitForAsync();
        await teller.Keyboard.PressAsync("f");

        await teller.GetByText($"{number} 已办结").WaitForAsync();
        await board.Locator("li", new() { HasText = number }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await phone.ReloadAsync();
        (await phone.InnerTextAsync("main")).ShouldContain("已办结");
    }

    private async Task<IPage> OpenAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = running.Hall.Portal.AbsoluteUri, Locale = "zh-CN" });
        context.SetDefaultTimeout(90_000);
        return await context.NewPageAsync();
    }

    private async Task HangUpAsync(IPage board)
    {
        await board.GotoAsync("/device");
        await board.FillAsync("#device", "board-1");
        await board.FillAsync("#secret", running.Hall.SecretOf("board-1"));
        await board.ClickAsync("main form button[type=submit]");
        await board.WaitForURLAsync("**/board");
        await board.Locator(".board-waiting dd").First.WaitForAsync();
    }

    internal static async Task<JsonElement> TakeAsync(HallClient hall, params string[] items)
    {
        var trace = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";
        using var answer = await hall.SendAsync(
            _kiosk, trace, HttpMethod.Post, $"/api/queue/sites/{SampleHall.Site}/tickets", () => JsonContent.Create(new { items }), CancellationToken.None);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    // The teller may have been there before, in a page that is gone.
    internal static async Task SitDownAsync(IPage teller)
    {
        await teller.Locator("main section h2").First.WaitForAsync();
        await teller.Keyboard.PressAsync(await teller.Locator("#elsewhere").CountAsync() > 0 ? "o" : "3");
        await teller.Locator(".window-bar").WaitForAsync();
    }

    internal static async Task CallAsync(IPage teller, string number)
    {
        while (true)
        {
            await teller.Locator("[data-key=n]").WaitForAsync();
            await teller.Keyboard.PressAsync("n");
            await teller.Locator("[data-key=s]").WaitForAsync();
            if (await teller.InnerTextAsync("#now") == number)
                return;
            // Somebody who was left over is sent off.
            await teller.Keyboard.PressAsync("s");
            await teller.Locator("[data-key=f]").WaitForAsync();
            await teller.Keyboard.PressAsync("f");
        }
    }
}
