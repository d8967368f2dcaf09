using System.Text.Json;
using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>Every step of the kiosk in both languages, with as many groups as the hall has.</summary>
public sealed class KioskLookTests(Chromium chromium)
{
    private static readonly string[] _groups =
    [
        "社会保险登记 Social-insurance registration", "参保信息维护 Insurance details", "参保缴费 Contributions", "参保查询 Insurance records", "养老待遇 Pensions",
        "养老转移 Pension transfers", "工伤认定鉴定 Work-injury recognition", "工伤就医 Work-injury treatment", "工伤待遇 Work-injury benefits",
        "失业待遇 Unemployment benefits", "年金 Annuities", "社保卡 Social-security cards", "就业服务 Employment services", "就业登记 Employment registration",
        "就业补贴 Employment subsidies", "创业服务 Start-ups", "高校毕业生 Graduates", "劳动关系 Labour relations", "仲裁监察 Labour inspection",
        "人才人事 Human resources", "流动档案 Personnel files",
    ];

    [Theory]
    [InlineData("zh", false)]
    [InlineData("en", false)]
    [InlineData("zh", true)]
    public async Task Every_step_is_readable_at_seventy_five(string language, bool isLarge)
    {
        var site = await chromium.Queue.OpenSiteAsync();
        for (var i = 0; i < 3; i++)
            await chromium.Queue.TakeAsync(site);
        await using var window = await chromium.OpenAsync(Account.Of("kiosk", site), Size.Kiosk, withServiceWorker: false);
        var page = window.Page;
        await page.RouteAsync("**/sites/*/items", route => route.FulfillAsync(new() { Body = Items(), ContentType = "application/json" }));
        await page.GotoAsync("/kiosk");
        await StartedAsync(page);
        await page.WaitForTimeoutAsync(500);
        await PrepareAsync();
        await LookAsync("start");
        await page.ClickAsync(".take.first");
        await page.Locator(".groups").WaitForAsync();
        await LookAsync("groups");
        await page.ClickAsync(".groups button >> nth=4");
        await page.ClickAsync(".items button >> nth=1");
        await LookAsync("items");
        await page.ClickAsync(".priority");
        await LookAsync("class");
        await page.ClickAsync(".back");
        await page.ClickAsync(".back");
        await page.ClickAsync(".to-search");
        await page.FillAsync("#query", "yldy");
        await LookAsync("search");
        await page.ClickAsync("button.identity");
        await LookAsync("identity");
        await page.ClickAsync(".without");
        await page.ClickAsync(".bar .take");
        await page.Locator("main .number").WaitForAsync();
        await LookAsync("slip");
        await page.DispatchEventAsync("body", "pointerdown");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(302, 700);
        await page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, $"kiosk-paper-{language}{(isLarge ? "-large" : "")}.png") });
        (await page.Locator(".paper-number").IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("nav").IsVisibleAsync()).ShouldBeFalse();
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.SetViewportSizeAsync(1080, 1920);

        await page.ClickAsync(".bar .take");
        await PrepareAsync();
        await page.ClickAsync(".appointment");
        foreach (var key in "87654321")
            await page.Locator(".pad").GetByText(key.ToString(), new() { Exact = true }).ClickAsync();
        await LookAsync("appointment");
        await page.ClickAsync(".done");
        await page.Locator(".reason").WaitForAsync();
        await LookAsync("sorry");

        async Task PrepareAsync()
        {
            if (language == "en")
                await page.ClickAsync(".language");
            if (isLarge)
                await page.ClickAsync(".large-print");
        }

        async Task LookAsync(string step)
        {
            await page.WaitForFunctionAsync("() => !document.querySelector('.busy')");
            // The check takes long on a busy machine, and the screen is not to think that the visitor has gone.
            await page.DispatchEventAsync("body", "pointerdown");
            await LookTests.LookAsync(page, $"kiosk-{step}{(isLarge ? "-large" : "")}", language, Size.Kiosk);
            await LookTests.ShouldBeAccessibleAsync(page, $"kiosk {step} {language}");
        }
    }

    /// <summary>
    /// Waits until the program runs; at a first visit some megabytes come down before. Once the start has the focus the machine listens to keys and cards.
    /// </summary>
    internal static Task StartedAsync(IPage page) => page.Locator("body:has(.take.first) h1:focus").WaitForAsync(new() { Timeout = 120_000 });

    private static string Items() => JsonSerializer.Serialize(Enumerable.Range(1, 143).Select(number =>
    {
        var group = _groups[number % 21];
        var (chinese, english) = (group[..group.IndexOf(' ')], group[(group.IndexOf(' ') + 1)..]);
        return new
        {
            code = $"item-{number}", number, name = number % 3 == 0 ? $"{chinese}申领与注销登记（机关事业单位退休人员）" : $"{chinese}事项{number}", nameEn = $"{english}: application and registration {number}",
            group = $"g{number % 21}", groupName = chinese, groupNameEn = english, instant = true, materials = new[] { "居民身份证", "社会保障卡" }, materialsEn = new[] { "Identity card", "Social-security card" },
        };
    }));
}
