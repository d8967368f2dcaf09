using Dapper;
using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>A kiosk at a site of its own that has a block of numbers to give, and what a visitor does there.</summary>
internal sealed class KioskScreen(Window window, string site) : IAsyncDisposable
{
    public IPage Page => window.Page;

    public string Site => site;

    public List<string> Complaints => window.Complaints;

    /// <summary>Switches it on.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="line">By which line the portal is reached, where that one is to be cut.</param>
    /// <param name="keepsItself">Whether it keeps what it is made of for bad days, and so fetches all of that a second time.</param>
    /// <param name="rules">Rules of its site that are not the usual ones, as JSON.</param>
    public static async Task<KioskScreen> StartAsync(Chromium chromium, Line? line = null, bool keepsItself = false, string rules = "{}")
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using (var connection = await chromium.Queue.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await connection.ExecuteAsync(
                """
                update sites set rules = rules || @rules::jsonb where site = @site;
                update zones set offline_series = 'K' where site = @site and zone = 'comprehensive';
                """, new { site, rules });
        }

        var window = await chromium.OpenAsync(Account.Of("kiosk", site), Size.Kiosk, withServiceWorker: keepsItself || line is not null);
        // By the line it is signed in already; the program need not start twice.
        await window.Page.GotoAsync("/kiosk", new() { WaitUntil = line is null ? WaitUntilState.Load : WaitUntilState.Commit });
        if (line is not null)
            await window.Page.GotoAsync($"http://localhost:{line.Port}/kiosk");
        await KioskLookTests.StartedAsync(window.Page);
        return new KioskScreen(window, site);
    }

    public static async Task<string> TakeAsync(IPage page)
    {
        await page.ClickAsync(".take.first");
        await page.ClickAsync(".bar .take");
        return await NumberAsync(page);
    }

    public static async Task TypeAsync(IPage page, string text)
    {
        foreach (var key in text)
            await page.Locator(".pad").GetByText(key.ToString(), new() { Exact = true }).ClickAsync();
    }

    public static async Task<string> NumberAsync(IPage page) => await page.Locator("main .number").InnerTextAsync();

    public ValueTask DisposeAsync() => window.DisposeAsync();
}
