using System.Diagnostics;
using Microsoft.Playwright;

namespace Wenden.Bench;

/// <summary>The machine's Chromium, kept open with one page, printing the same pages in turn.</summary>
internal sealed class Chromium(IPlaywright playwright, IBrowser browser, IPage page, IReadOnlyList<string> documents) : IAsyncDisposable
{
    private static readonly PagePdfOptions _a4 = new() { Format = "A4", PrintBackground = true };

    public static async Task<Chromium> StartAsync(IReadOnlyList<string> documents)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Chromium(playwright, browser, await browser.NewPageAsync(), documents);
    }

    /// <summary>How many pages a second it prints.</summary>
    public async Task<double> RateAsync(double seconds)
    {
        var (count, started) = (0, Stopwatch.StartNew());
        while (started.Elapsed.TotalSeconds < seconds)
        {
            await page.SetContentAsync(documents[count++ % documents.Count]);
            await page.PdfAsync(_a4);
        }

        return count / started.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
