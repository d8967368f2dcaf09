using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>Applications for the subsidy at the desks of those who review them.</summary>
public sealed class SubsidyReviewTests(Chromium chromium)
{
    [Fact]
    public async Task A_reviewer_opens_an_application_and_agrees_by_keys_alone()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer", NewSite()), Size.Desk);
        await window.GoAsync("/reviewer");
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.Locator(".work tbody tr").First.WaitForAsync();
        foreach (var size in new[] { Size.Desk, Size.Counter, Size.Phone, Size.Desk })
            await LookTests.LookAsync(page, "subsidy-work", "zh", size);
        await LookTests.ShouldBeAccessibleAsync(page, "work list");

        await keys.PressAsync("w");
        // The box of the first row, then its name.
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await page.Locator(".application-name h2", new() { HasText = "丛海燕" }).WaitForAsync();
        foreach (var size in new[] { Size.Desk, Size.Counter, Size.Phone, Size.Desk })
            await LookTests.LookAsync(page, "subsidy-application", "zh", size);
        await LookTests.ShouldBeAccessibleAsync(page, "application");
        await page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, "subsidy-application-whole.png"), FullPage = true });
        await keys.PressAsync("c");
        await page.GetByText("您在办理").WaitForAsync();
        await keys.PressAsync("a");
        await page.Locator(".review-actions input:focus").WaitForAsync();
        await keys.InsertTextAsync("数据一致");
        await keys.PressAsync("Enter");

        await page.Locator(".said", new() { HasText = "等待复核" }).WaitForAsync();
        await page.Locator(".history", new() { HasText = "数据一致" }).WaitForAsync();
        await keys.PressAsync("b");
        await page.Locator(".work tbody tr").First.WaitForAsync();
        (await page.Locator(".work").First.InnerTextAsync()).ShouldNotContain("丛海燕");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_are_reviewed_at_once_and_each_says_what_came_of_it()
    {
        var site = NewSite();
        await using var window = await chromium.OpenAsync(Account.Of("reviewer", site), Size.Desk);
        await window.GoAsync("/reviewer");
        var page = window.Page;
        await page.Locator(".work tbody tr").First.WaitForAsync();
        (await page.Locator("tr", new() { HasText = "刁桂香" }).Locator(".choose").IsDisabledAsync()).ShouldBeTrue("another has it in hand");

        await page.GetByLabel("选择 丛海燕").CheckAsync();
        await page.GetByLabel("选择 毕秀兰").CheckAsync();
        await page.GetByLabel("选择 于建国").CheckAsync();
        await page.GetByText("已选 3 件").WaitForAsync();
        chromium.Hall.Services.Subsidy.ReviewElsewhere(site, "毕秀兰");
        await page.Keyboard.PressAsync("a");
        (await page.Locator(".batch .question").InnerTextAsync()).ShouldContain("其中 1 件规则不支持");
        await LookTests.LookAsync(page, "subsidy-batch", "zh", Size.Desk);
        await LookTests.ShouldBeAccessibleAsync(page, "batch");
        await page.Locator(".batch .confirm .alarm").ClickAsync();

        await page.GetByText("完成 2 件，未完成 1 件").WaitForAsync();
        (await page.Locator(".row-results li").First.InnerTextAsync()).ShouldContain("毕秀兰");
        await LookTests.LookAsync(page, "subsidy-batch-results", "zh", Size.Desk);
        await LookTests.ShouldBeAccessibleAsync(page, "results");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_others_have_decided_meanwhile_is_said_and_shown()
    {
        var site = NewSite();
        await using var window = await OpenAsync("reviewer", site, "丛海燕");
        chromium.Hall.Services.Subsidy.ReviewElsewhere(site, "丛海燕");

        await window.Page.Keyboard.PressAsync("a");
        await window.Page.Locator(".review-actions input:focus").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Enter");

        await window.Page.GetByText("没有执行：申请已由他人办理").WaitForAsync();
        await window.Page.Locator(".application-name .state.refused").WaitForAsync();
        (await window.Page.Locator(".review-actions .actions").CountAsync()).ShouldBe(0);
        await LookTests.LookAsync(window.Page, "subsidy-stale", "zh", Size.Desk);
    }

    [Fact]
    public async Task Nobody_does_two_steps_and_the_page_says_why()
    {
        var account = Account.Of("reviewer+approver", NewSite());
        await using var window = await chromium.OpenAsync(account, Size.Desk);
        await window.GoAsync("/reviewer");
        await window.Page.GetByText("丛海燕").ClickAsync();
        await window.Page.Locator(".review-actions .actions").WaitForAsync();
        await DoAsync(window.Page, "a", "");

        await window.GoAsync("/approver");
        await window.Page.Locator("tr", new() { HasText = "丛海燕" }).GetByText("您已办理前一环节").WaitForAsync();
        await window.Page.GetByText("丛海燕").ClickAsync();

        await window.Page.GetByText("您已办理本申请的前一环节").WaitForAsync();
        (await window.Page.Locator(".review-actions .actions .button-link").IsDisabledAsync()).ShouldBeTrue();
        await LookTests.LookAsync(window.Page, "subsidy-same-person", "zh", Size.Desk);
        await LookTests.ShouldBeAccessibleAsync(window.Page, "same person");
    }

    [Fact]
    public async Task An_exception_takes_three_people()
    {
        var site = NewSite();
        await using var first = await OpenAsync("reviewer", site, "于建国");
        await DoAsync(first.Page, "o", "失业金系误发，已退回");
        await using var second = await OpenAsync("approver", site, "于建国");
        await second.Page.GetByText("同意特批，交第三人决定").WaitForAsync();
        await LookTests.LookAsync(second.Page, "subsidy-exception", "zh", Size.Desk);
        await DoAsync(second.Page, "a", "退款凭证已核对");
        await second.Page.Locator(".said", new() { HasText = "等待特批" }).WaitForAsync();

        await using var third = await chromium.OpenAsync(Account.Of("approver", site), Size.Desk);
        await third.GoAsync("/approver");
        var exception = third.Page.Locator("[aria-label='特批（第三人决定）'] tbody tr", new() { HasText = "于建国" });
        await exception.WaitForAsync();
        await LookTests.LookAsync(third.Page, "subsidy-approver", "zh", Size.Desk);
        await third.Page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, "subsidy-approver-whole.png"), FullPage = true });
        await exception.Locator("a").ClickAsync();
        await third.Page.GetByText("特批发放").WaitForAsync();
        await DoAsync(third.Page, "a", "情况属实");

        await third.Page.Locator(".said", new() { HasText = "已核准" }).WaitForAsync();
        await third.Page.Locator(".application-name .state.approved").WaitForAsync();
        await DoAsync(third.Page, "r", "重复享受");
        await third.Page.Locator(".said", new() { HasText = "已撤销" }).WaitForAsync();
        third.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_once()
    {
        var site = NewSite();
        await using var window = await OpenAsync("reviewer", site, "邢玉芬");

        await DoAsync(window.Page, "s", "注销营业执照的证明");

        await window.Page.GetByText("已要求补正：注销营业执照的证明").WaitForAsync();
        (await window.Page.Locator(".review-actions .actions").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_approver_sends_back_announces_and_answers_objections()
    {
        var site = NewSite();
        await using var window = await OpenAsync("approver", site, "初淑珍");
        var page = window.Page;
        await page.GetByText("维持不予补贴").WaitForAsync();
        await DoAsync(page, "s", "请核实就业登记");
        await page.Locator(".said", new() { HasText = "等待初审" }).WaitForAsync();
        await page.Keyboard.PressAsync("b");
        await page.GetByText("鞠红梅").ClickAsync();
        await page.GetByText("核准，每年 5,000 元").WaitForAsync();
        await DoAsync(page, "a", "");
        await page.Locator(".said", new() { HasText = "已核准" }).WaitForAsync();

        await page.Keyboard.PressAsync("b");
        var objection = page.Locator("ul.line > li", new() { HasText = "孙先生" });
        await objection.GetByText("异议不成立").ClickAsync();
        await objection.Locator("input").FillAsync("商店已于 2017 年注销");
        await objection.ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(page, "subsidy-objections", "zh", Size.Desk);
        await LookTests.ShouldBeAccessibleAsync(page, "objections");
        await objection.Locator("button[type=submit]").ClickAsync();
        await page.GetByText("孙先生 的异议不成立，已答复").WaitForAsync();
        await page.GetByText("发布公示").ClickAsync();
        await page.Locator(".confirm .alarm").ClickAsync();

        await page.GetByText("已公示 1 人").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    internal static string NewSite() => $"site-{Guid.CreateVersion7():N}"[..24];

    /// <summary>Does what a key is for, with a reason.</summary>
    internal static async Task DoAsync(IPage page, string key, string why)
    {
        await page.Locator($".review-actions [data-key={key}]:enabled").WaitForAsync();
        await page.Keyboard.PressAsync(key);
        await page.Locator(".review-actions input:focus").WaitForAsync();
        await page.Keyboard.InsertTextAsync(why);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".said", new() { HasText = "现在的状态" }).WaitForAsync();
    }

    private async Task<Window> OpenAsync(string role, string site, string name)
    {
        var window = await chromium.OpenAsync(Account.Of(role, site), Size.Desk);
        await window.GoAsync($"/{role}");
        await window.Page.Locator("tbody a", new() { HasText = name }).ClickAsync();
        await window.Page.Locator(".application-name h2", new() { HasText = name }).WaitForAsync();
        await window.Page.Locator(".review-actions .actions").WaitForAsync();
        return window;
    }
}
