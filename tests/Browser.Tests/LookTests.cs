using System.Runtime.CompilerServices;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Wenden.Portal.Tests;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>Every page, in both languages and on the screens it is made for: nothing an accessibility check calls serious, nothing that runs out at the side.</summary>
public sealed class LookTests(Chromium chromium)
{
    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();

    internal static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../artifacts/screenshots"));

    public static TheoryData<string, string?> Pages => new(
        // The kiosk is looked at on its own screen (KioskLookTests).
        PortalHall.Desks.Where(desk => desk != "kiosk").Select(desk => ((string, string?))($"/{desk}", desk))
            .Concat(PortalHall.MorePages.Select(page => (page.Path, (string?)page.Role)))
            .Concat([("/", "teller+reviewer"), ("/no-such-page", "teller"), ("/operator", "teller"), ("/signed-out", null), ("/verify", null), ("/verify/1191d3a0-0000-7000-8000-00000000f04e", null), ("/sign-in/failed", null), ("/device?refused=true", null), ("/find/wendeng-hall", null), ("/subsidy/check", null), ("/subsidy/policy", null), ("/subsidy/notices", null), ($"/f/{LedgerStandIn.KnownLink}", null)]));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_readable_for_everybody_everywhere(string path, string? role)
    {
        await using var window = await chromium.OpenAsync(role is null ? null : Account.Of(role));
        foreach (var language in new[] { "zh", "en" })
        {
            await window.Page.SetViewportSizeAsync(Size.Counter.Width, Size.Counter.Height);
            await window.GoAsync($"/language/{language}?back={Uri.EscapeDataString(path)}");

            await ShouldBeAccessibleAsync(window.Page, language);
            // What hangs in the hall is looked at on every screen, a desk where people work.
            foreach (var size in path.StartsWith("/board", StringComparison.Ordinal) || path.StartsWith("/device", StringComparison.Ordinal) ? Size.All : [Size.Counter, Size.Phone])
                await LookAsync(window.Page, $"{path}-{role}", language, size);
        }
    }

    [Fact]
    public async Task States_are_as_readable_as_pages()
    {
        await using var broken = await chromium.OpenAsync(Account.Of("certifier", ServicesStandIn.BrokenSite));
        await broken.GoAsync("/certifier");
        await ShouldBeAccessibleAsync(broken.Page, "error");
        await LookAsync(broken.Page, "state-error", "zh", Size.Counter);

        await using var empty = await chromium.OpenAsync(Account.Of("teller", ServicesStandIn.EmptySite));
        await empty.GoAsync("/teller");
        await ShouldBeAccessibleAsync(empty.Page, "empty");
        await LookAsync(empty.Page, "state-empty", "zh", Size.Counter);
        await empty.Page.Keyboard.PressAsync("?");
        await ShouldBeAccessibleAsync(empty.Page, "shortcuts");
        await LookAsync(empty.Page, "state-shortcuts", "zh", Size.Counter);

        await using var auditor = await chromium.OpenAsync(Account.Of("auditor"));
        await auditor.GoAsync("/auditor");
        await auditor.Page.Locator("#audit-actor").FillAsync("broken");
        await auditor.Page.Locator("main form button[type=submit]").ClickAsync();
        await auditor.Page.GetByLabel("核对：补贴").ClickAsync();
        await auditor.Page.GetByText("补贴的记录未能显示").WaitForAsync();
        await auditor.Page.Locator("td .lamp.ill").ScrollIntoViewIfNeededAsync();
        await ShouldBeAccessibleAsync(auditor.Page, "broken chain");
        await LookAsync(auditor.Page, "state-broken-chain", "zh", Size.Counter);

        await using var shutting = await chromium.OpenAsync(Account.Of("operator"));
        await shutting.GoAsync("/operator/accounts");
        await shutting.Page.Locator("main tbody a", new() { HasText = "r001" }).ClickAsync();
        await shutting.Page.Locator(".actions button", new() { HasText = "重置密码" }).ClickAsync();
        await shutting.Page.Locator(".confirm .alarm").ClickAsync();
        await shutting.Page.Locator(".secret").WaitForAsync();
        await shutting.Page.Locator(".actions button", new() { HasText = "停用" }).ClickAsync();
        await ShouldBeAccessibleAsync(shutting.Page, "confirmation");
        await LookAsync(shutting.Page, "state-confirmation", "zh", Size.Counter);
        await LookAsync(shutting.Page, "state-confirmation", "zh", Size.Phone);

        await empty.GoAsync("/teller");
        await empty.Page.EvaluateAsync("document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: 'show' } }))");
        await ShouldBeAccessibleAsync(empty.Page, "connection");
        await LookAsync(empty.Page, "state-connection", "zh", Size.Counter);
    }

    internal static async Task ShouldBeAccessibleAsync(IPage page, string state)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(_axe);
        // In the page itself, which has no frames: where there are some, the check needs a window of its own each time.
        var serious = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run({ resultTypes: ['violations'] })).violations.filter(violation => ['serious', 'critical'].includes(violation.impact))
                .map(violation => `${violation.id}: ${violation.help}\n${violation.nodes.map(node => `${node.html} ${node.any.map(check => check.message).join(' ')}`).join('\n')}`)
            """);
        serious.ShouldBeEmpty($"{page.Url} {state}");
    }

    internal static async Task LookAsync(IPage page, string name, string language, Size size)
    {
        await page.SetViewportSizeAsync(size.Width, size.Height);
        var tooWide = await page.EvaluateAsync<string[]>(
            """
            () => document.documentElement.scrollWidth <= window.innerWidth ? [] : [`${document.documentElement.scrollWidth} pixels wide`, ...[...document.querySelectorAll('main *')]
                .filter(element => element.getBoundingClientRect().right > window.innerWidth && !element.closest('.table-scroll')).slice(0, 3).map(element => element.outerHTML.slice(0, 200))]
            """);
        tooWide.ShouldBeEmpty($"{name} in {language} runs out of {size.Width} pixels");

        Directory.CreateDirectory(Folder);
        var file = $"{name.Split('?')[0].Replace('/', '-').Trim('-')}-{language}-{size.Name}.png";
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), Scale = ScreenshotScale.Css });
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
