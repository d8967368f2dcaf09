using Microsoft.Playwright;
using Wenden.Contracts.Identity;
using Wenden.Demo;
using Wenden.Fixture;

namespace Wenden.Journeys.Tests;

/// <summary>A retirement from the call to its eight forms, seven of them for the visitor to sign, through the pages of the running hall: the teller by keys, the visitor by fingers.</summary>
[Collection(DayTests.Window3)]
public sealed class RetirementTests(RunningHall running)
{
    private const string Item = "retirement-application";
    private const int Forms = 8;

    // One is the office's word to the visitor.
    private const int Signed = 7;
    private int _byTeller;
    private int _byVisitor;

    [Fact]
    public async Task A_retirement_takes_a_dozen_keys_and_a_signature()
    {
        using var hall = new HallClient(running.Hall.Portal);
        var cast = new Cast();
        await new Visit(hall, "Who retires", TextWriter.Null).ImportAsync(cast.ToNdjson(), CancellationToken.None);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumProgram.Path, Args = ChromiumProgram.Arguments });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = running.Hall.Portal.AbsoluteUri, Locale = "zh-CN" });
        context.SetDefaultTimeout(90_000);
        var desk = await context.NewPageAsync();
        await SignInTests.SignInAsync(desk, SampleHall.Accounts.Single(account => account.Name == "t003"));
        await desk.WaitForURLAsync("**/teller");
        var number = (await DeskTests.TakeAsync(hall, Item)).GetProperty("ticket").GetProperty("number").GetString()!;
        await DeskTests.SitDownAsync(desk);
        var tablet = await context.NewPageAsync();
        await tablet.GotoAsync("/sign");
        await DeskTests.CallAsync(desk, number);
        _byTeller++;

        await PressAsync(desk, "s");
        await desk.Locator("[data-key=f]").WaitForAsync();
        await PressAsync(desk, "i");
        await desk.Keyboard.InsertTextAsync(cast.Daughter);
        await PressAsync(desk, "Enter");
        await desk.Locator("[data-key=c]:focus").WaitForAsync();
        await PressAsync(desk, "Enter");
        await desk.Locator("[data-key=z]").WaitForAsync();
        await PressAsync(desk, "z");
        var shown = await ReadFormsAsync(tablet);
        await SignAsync(tablet);
        await desk.Locator("[data-key=a]").WaitForAsync();
        await PressAsync(desk, "a");
        await desk.Locator(".one-case > p", new() { HasText = "已受理" }).WaitForAsync();

        shown.ShouldBe(Signed);
        (await desk.Locator(".one-case li", new() { HasText = "已签名" }).CountAsync()).ShouldBe(Signed);
        TestContext.Current.SendDiagnosticMessage($"A retirement with {Forms} forms: {_byTeller} keys by the teller, {_byVisitor} touches by the visitor");
        _byTeller.ShouldBeLessThanOrEqualTo(8);
        _byVisitor.ShouldBeLessThanOrEqualTo(Signed + 3);
        await PressAsync(desk, "f");
        await desk.GetByText($"{number} 已办结").WaitForAsync();
    }

    /// <summary>The visitor looks at each form; returns how many there were.</summary>
    private async Task<int> ReadFormsAsync(IPage tablet)
    {
        var read = 0;
        await tablet.Locator(".form-preview").WaitForAsync();
        while (await tablet.Locator(".signature-pad").CountAsync() == 0)
        {
            await tablet.GetByText($"（第 {++read} 份").WaitForAsync();
            await tablet.Locator(".signing-steps .button-link").ClickAsync();
            _byVisitor++;
            await tablet.Locator($".signature-pad, h1:has-text('第 {read + 1} 份')").First.WaitForAsync();
        }

        return read;
    }

    private async Task SignAsync(IPage tablet)
    {
        var canvas = tablet.Locator(".signature-pad canvas");
        await canvas.ScrollIntoViewIfNeededAsync();
        await tablet.WaitForFunctionAsync("() => document.querySelector('.signature-pad canvas').width > 300");
        var box = (await canvas.BoundingBoxAsync())!;
        foreach (var shift in new[] { 0.2f, 0.5f })
        {
            await tablet.Mouse.MoveAsync(box.X + box.Width * shift, box.Y + box.Height * 0.3f);
            await tablet.Mouse.DownAsync();
            await tablet.Mouse.MoveAsync(box.X + box.Width * (shift + 0.2f), box.Y + box.Height * 0.7f, new() { Steps = 15 });
            await tablet.Mouse.UpAsync();
            _byVisitor++;
        }

        await tablet.Locator("[data-act=done]:enabled").ClickAsync();
        _byVisitor++;
    }

    private async Task PressAsync(IPage desk, string key)
    {
        await desk.Keyboard.PressAsync(key);
        _byTeller++;
    }
}
