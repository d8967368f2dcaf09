using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The forms at the desk with their sources, and the tablet on which the visitor signs them.</summary>
public sealed class SigningTests(Chromium chromium)
{
    private static readonly Size _tablet = new("tablet", 1280, 800);

    [Fact]
    public async Task Each_form_is_shown_beside_the_sources_of_its_values()
    {
        await using var desk = await WithCaseAsync();

        await desk.Page.Keyboard.PressAsync("d");
        await desk.Page.Locator(".form-preview").WaitForAsync();

        await desk.Page.Locator(".form-pages img").ScrollIntoViewIfNeededAsync();
        (await desk.Page.EvaluateAsync<bool>("async () => { const img = document.querySelector('.form-pages img'); await img.decode(); return img.naturalWidth > 100; }")).ShouldBeTrue();
        var rows = await desk.Page.Locator(".form-sources tbody tr").AllInnerTextsAsync();
        rows.Select(row => row.Split('\t').Select(cell => cell.Trim())).ShouldContain(row => row.SequenceEqual(new[] { "联系电话", "13800000000", "本人填报 2019-06-01" }));
        rows[^1].ShouldContain("无数据");
        await LookTests.ShouldBeAccessibleAsync(desk.Page, "forms");
        await LookTests.LookAsync(desk.Page, "state-forms", "zh", Size.Counter);
        await LookTests.LookAsync(desk.Page, "state-forms", "zh", Size.Phone);
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_visitor_signs_on_the_tablet_and_the_desk_sees_it()
    {
        var account = await SiteWithVisitorAsync();
        await using var desk = await WithCaseAsync(account);
        await using var tablet = await chromium.OpenAsync(account, _tablet);
        await tablet.GoAsync("/sign");
        await tablet.Page.GetByText("请稍候。窗口准备好后").WaitForAsync();
        await LookTests.LookAsync(tablet.Page, "state-tablet-waits", "zh", _tablet);

        await desk.Page.Keyboard.PressAsync("z");
        await desk.Page.GetByText("平板上已显示表单").WaitForAsync();
        await tablet.Page.Locator(".form-preview").WaitForAsync();
        (await tablet.Page.Locator("h1").InnerTextAsync()).ShouldBe("事项申请表（第 1 份，共 1 份）");
        await LookTests.ShouldBeAccessibleAsync(tablet.Page, "tablet");
        await LookTests.LookAsync(tablet.Page, "state-tablet", "zh", _tablet);
        await LookTests.LookAsync(tablet.Page, "state-tablet", "zh", Size.Phone);
        await tablet.Page.SetViewportSizeAsync(_tablet.Width, _tablet.Height);
        await tablet.Page.GetByText("核对无误，去签名").ClickAsync();
        var done = tablet.Page.GetByText("确认签名");
        await WriteAsync(tablet.Page);
        await LookTests.ShouldBeAccessibleAsync(tablet.Page, "pad");
        await LookTests.LookAsync(tablet.Page, "state-pad", "zh", _tablet);
        await tablet.Page.GetByText("重写").ClickAsync();
        (await done.IsDisabledAsync()).ShouldBeTrue("nothing is written");
        await WriteAsync(tablet.Page);
        var caseId = await CaseOfPadAsync(tablet.Page);
        await done.ClickAsync();

        await tablet.Page.GetByText("签名完成，谢谢").WaitForAsync();
        await desk.Page.GetByText("已签名。").WaitForAsync();
        await desk.Page.Locator("[data-key=a]").WaitForAsync();
        var sent = FormStandIn.Signatures[caseId];
        sent.GetProperty("pen").GetProperty("strokes").GetArrayLength().ShouldBe(2);
        var points = sent.GetProperty("pen").GetProperty("strokes").EnumerateArray().SelectMany(stroke => stroke.EnumerateArray()).ToArray();
        points.Length.ShouldBeGreaterThan(20);
        points.ShouldAllBe(point => point.GetProperty("pressure").GetDouble() > 0 && point.GetProperty("x").GetDouble() <= sent.GetProperty("pen").GetProperty("width").GetDouble());
        points.Select(point => point.GetProperty("at").GetInt32()).ShouldBeInOrder();
        points[^1].GetProperty("at").GetInt32().ShouldBeGreaterThan(0);
        tablet.Complaints.ShouldBeEmpty();
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_source_has_changed_is_shown_before_it_is_signed()
    {
        var account = await SiteWithVisitorAsync();
        await using var desk = await WithCaseAsync(account);
        await using var tablet = await chromium.OpenAsync(account, _tablet);
        await tablet.GoAsync("/sign");
        await desk.Page.Keyboard.PressAsync("z");
        await tablet.Page.GetByText("核对无误，去签名").ClickAsync();
        await WriteAsync(tablet.Page);
        var caseId = await CaseOfPadAsync(tablet.Page);
        FormStandIn.Changed[caseId] = "13900000000";
        await tablet.Page.GetByText("确认签名").ClickAsync();

        await tablet.Page.Locator(".notice.warn table").WaitForAsync();
        var change = (await tablet.Page.Locator(".notice.warn tbody tr").InnerTextAsync()).Split('\t').Select(cell => cell.Trim());
        change.ShouldBe(["事项申请表", "联系电话", "13800000000", "13900000000"]);
        (await tablet.Page.Locator(".form-sources tbody tr").Nth(2).InnerTextAsync()).ShouldContain("13900000000");
        await LookTests.ShouldBeAccessibleAsync(tablet.Page, "changed");
        await LookTests.LookAsync(tablet.Page, "state-changed", "zh", _tablet);
        FormStandIn.Signatures.ShouldNotContainKey(caseId);
        await tablet.Page.GetByText("核对无误，去签名").ClickAsync();
        await WriteAsync(tablet.Page);
        await tablet.Page.GetByText("确认签名").ClickAsync();

        await tablet.Page.GetByText("签名完成，谢谢").WaitForAsync();
        FormStandIn.Signatures.ShouldContainKey(caseId);
    }

    [Fact]
    public async Task The_teller_takes_the_tablet_back()
    {
        var account = await SiteWithVisitorAsync();
        await using var desk = await WithCaseAsync(account);
        await using var tablet = await chromium.OpenAsync(account, _tablet);
        await tablet.GoAsync("/sign");
        await desk.Page.Keyboard.PressAsync("z");
        await tablet.Page.Locator(".form-preview").WaitForAsync();

        await desk.Page.GetByText("收回平板").WaitForAsync();
        await desk.Page.Keyboard.PressAsync("z");

        await tablet.Page.GetByText("请稍候。窗口准备好后").WaitForAsync();
        (await tablet.Page.Locator(".form-preview").CountAsync()).ShouldBe(0);
        await desk.Page.GetByText("在平板上签名").WaitForAsync();
    }

    private static async Task<Guid> CaseOfPadAsync(IPage page) =>
        Guid.Parse((await page.Locator(".signature-pad").GetAttributeAsync("data-address"))!.Split('/')[^2]);

    /// <summary>Two strokes with the mouse, which presses as hard as a finger without a measure of it.</summary>
    private static async Task WriteAsync(IPage page)
    {
        var canvas = page.Locator(".signature-pad canvas");
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        // The script listens as soon as it has measured the canvas.
        await page.WaitForFunctionAsync("() => document.querySelector('.signature-pad canvas').width > 300");
        foreach (var shift in new[] { 0.2f, 0.5f })
        {
            await page.Mouse.MoveAsync(box.X + box.Width * shift, box.Y + box.Height * 0.3f);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(box.X + box.Width * (shift + 0.2f), box.Y + box.Height * 0.7f, new() { Steps = 15 });
            await page.Mouse.UpAsync();
        }

        await page.Locator("[data-act=done]:enabled").WaitForAsync();
    }

    private async Task<Account> SiteWithVisitorAsync()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site, items: "item-1");
        return Account.Of("teller", site);
    }

    /// <summary>A teller with a visitor whose case of one item waits for a signature.</summary>
    private async Task<Window> WithCaseAsync(Account? account = null)
    {
        var window = await chromium.OpenAsync(account ?? await SiteWithVisitorAsync());
        await window.GoAsync("/teller");
        await window.Page.Locator("main section h2").First.WaitForAsync();
        foreach (var (pressed, next) in new[] { ("1", "n"), ("n", "s"), ("s", "f") })
        {
            await window.Page.Keyboard.PressAsync(pressed);
            await window.Page.WaitForFunctionAsync("key => document.activeElement?.dataset.key === key", next);
        }

        await window.Page.Keyboard.PressAsync("i");
        await window.Page.Keyboard.InsertTextAsync(WindowStandIn.IdentityNumber);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForFunctionAsync("key => document.activeElement?.dataset.key === key", "c");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator("[data-key=z]").WaitForAsync();
        return window;
    }
}
