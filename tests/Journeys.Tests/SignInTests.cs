using Microsoft.Playwright;
using Wenden.Contracts.Identity;

namespace Wenden.Journeys.Tests;

/// <summary>The staff of the sample hall come in by the front door: portal, identity's pages, second factor, desk.</summary>
public sealed class SignInTests(RunningHall running)
{
    private static readonly string[] _arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    [Fact]
    public async Task Each_role_signs_in_and_finds_its_own_desk_and_no_other()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = _arguments });

        foreach (var account in SampleHall.Accounts.DistinctBy(account => account.Role))
        {
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = running.Hall.Portal.AbsoluteUri, Locale = "zh-CN" });
            var page = await context.NewPageAsync();

            await SignInAsync(page, account);
            await page.WaitForURLAsync($"**/{account.Role}");
            var other = await page.GotoAsync(account.Role == "teller" ? "/operator" : "/teller");

            other!.Status.ShouldBe(403, account.Name);
        }
    }

    private static async Task SignInAsync(IPage page, SampleAccount account)
    {
        await page.GotoAsync("/");
        await page.FillAsync("#name", account.Name);
        await page.FillAsync("#password", SampleHall.Password);
        await page.ClickAsync("form button");
        if (account.AuthenticatorSecret is not { } secret)
            return;
        await page.FillAsync("#code", Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()));
        await page.ClickAsync("form button");
    }
}
