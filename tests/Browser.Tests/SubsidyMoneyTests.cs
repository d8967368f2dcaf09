using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>What is approved goes to the bank and comes back.</summary>
public sealed class SubsidyMoneyTests(Chromium chromium)
{
    [Fact]
    public async Task A_subsidy_goes_from_the_review_to_the_bank_by_three_people()
    {
        var site = SubsidyReviewTests.NewSite();
        await ReviewAsync("reviewer", site);
        await ReviewAsync("approver", site);
        await using var approver = await chromium.OpenAsync(Account.Of("approver", site), Size.Desk);
        await approver.GoAsync("/approver");
        await approver.Page.GetByText("发布公示").ClickAsync();
        await approver.Page.Locator(".confirm .alarm").ClickAsync();
        await approver.Page.GetByText("已公示 1 人").WaitForAsync();
        chromium.Hall.Services.Subsidy.EndNotices(site);

        await using var window = await chromium.OpenAsync(Account.Of("payer", site), Size.Desk);
        await window.GoAsync("/payer");
        var page = window.Page;
        await page.Locator("[aria-label=可放行] tbody tr").First.WaitForAsync();
        (await page.Locator("tr", new() { HasText = "没有登记收款账户" }).Locator(".choose").IsDisabledAsync()).ShouldBeTrue();
        await PressAsync(page, "s", "r", "已选 3 件");
        await page.GetByText("完成 3 件").WaitForAsync();
        await LookTests.LookAsync(page, "subsidy-released", "zh", Size.Desk);
        await PressAsync(page, null, "m", null);
        await page.GetByText("批次 2 已生成：3 笔").WaitForAsync();
        await page.GetByText("第 2 批").ClickAsync();
        await page.Locator("tr", new() { HasText = "丛海燕" }).WaitForAsync();
        (await page.EvaluateAsync<int>("async link => (await fetch(link)).status", await page.Locator("a[download]").First.GetAttributeAsync("href"))).ShouldBe(200);
        await PressAsync(page, null, "m", null);
        await page.GetByText("已标记送银行").WaitForAsync();

        await AnswerAsync(page, "1,成功,\n9,成功,");
        await page.GetByText("第 2 行：本批次没有这笔发放").WaitForAsync();
        await LookTests.LookAsync(page, "subsidy-answer-refused", "zh", Size.Desk);
        await AnswerAsync(page, "1,成功,\n2,失败,户名不符\n3,成功,");
        await page.GetByText("到账 2 笔，失败 1 笔").WaitForAsync();
        foreach (var size in new[] { Size.Desk, Size.Counter, Size.Phone, Size.Desk })
            await LookTests.LookAsync(page, "subsidy-bank-batch", "zh", size);
        await LookTests.ShouldBeAccessibleAsync(page, "batch");
        var failed = page.Locator("tr.alarm", new() { HasText = "户名不符" });
        await failed.GetByText("重新发放").ClickAsync();
        await failed.Locator(".confirm .alarm").ClickAsync();
        await page.GetByText("已转入下一批次").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failed_payments_and_money_to_come_back_are_followed_up()
    {
        await using var window = await chromium.OpenAsync(Account.Of("payer", SubsidyReviewTests.NewSite()), Size.Desk);
        await window.GoAsync("/payer");
        var page = window.Page;
        await page.GetByText("第 1 批").WaitForAsync();
        foreach (var size in new[] { Size.Desk, Size.Counter, Size.Phone, Size.Desk })
            await LookTests.LookAsync(page, "subsidy-payer", "zh", size);
        await LookTests.ShouldBeAccessibleAsync(page, "payer");
        await page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, "subsidy-payer-whole.png"), FullPage = true });

        var owed = page.Locator("ul.line > li", new() { HasText = "于德海" });
        await owed.GetByText("登记追回").ClickAsync();
        await owed.GetByLabel("本次追回（尚欠 5,000 元）").FillAsync("3000");
        await owed.GetByLabel("票据号").FillAsync("2019-0417");
        await owed.ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(page, "subsidy-clawback", "zh", Size.Desk);
        await LookTests.ShouldBeAccessibleAsync(page, "claw-back");
        await owed.Locator("button[type=submit]").ClickAsync();
        await page.GetByText("已登记 于德海 退回 3,000 元").WaitForAsync();
        await owed.GetByText("已追回 3,000 元").WaitForAsync();

        await page.GetByText("第 1 批").ClickAsync();
        var failed = page.Locator("tr.alarm", new() { HasText = "丛日梅" });
        await failed.GetByText("重新发放").ClickAsync();
        await failed.Locator(".confirm .alarm").ClickAsync();
        await page.GetByText("登记库中的账户仍是发放失败的账户").WaitForAsync();
        await failed.GetByText("重新发放").ClickAsync();
        await failed.Locator(".confirm .alarm").ClickAsync();
        await page.GetByText("丛日梅 已转入下一批次").WaitForAsync();
    }

    [Fact]
    public async Task An_operator_sets_the_budget_renews_and_tries_out_a_policy()
    {
        await using var window = await chromium.OpenAsync(Account.Of("operator", "*"), Size.Desk);
        await window.GoAsync("/operator/subsidy");
        var page = window.Page;
        await page.Locator(".draft").First.WaitForAsync();
        await page.GetByLabel("预算（元）").FillAsync("2100000");
        await page.GetByLabel("依据（文号）").FillAsync("文财社〔2019〕12号");
        await page.GetByText("保存预算").ClickAsync();
        await page.GetByText("预算已改为 2,100,000 元").WaitForAsync();
        await page.GetByText("开始连续补贴").ClickAsync();
        await page.Locator(".confirm .alarm").ClickAsync();
        await page.GetByText("已处理 120 / 386").WaitForAsync();
        await LookTests.LookAsync(page, "subsidy-operator", "zh", Size.Desk);

        await page.Locator(".draft summary", new() { HasText = "o002" }).ClickAsync();
        await page.GetByText("新增受益").WaitForAsync();
        await page.Locator(".draft").First.ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(page, "subsidy-draft", "zh", Size.Desk);
        await LookTests.ShouldBeAccessibleAsync(page, "draft");
        await page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, "subsidy-operator-whole.png"), FullPage = true });
        await page.GetByLabel("政策文件（YAML）").FillAsync("amounts: {}");
        await page.GetByText("载入草案").ClickAsync();
        await page.GetByText("amounts.full: 应大于 0").WaitForAsync();
        await page.Locator("input[accept='.yaml,.yml']").SetInputFilesAsync(new FilePayload { Name = "4050-2020.yaml", MimeType = "text/yaml", Buffer = "programme: \"4050\"\nyear: 2020\n"u8.ToArray() });
        await page.WaitForFunctionAsync("() => document.querySelector('.policy-form textarea').value.startsWith('programme')");
        await page.GetByText("载入草案").ClickAsync();
        await page.GetByText("须由另一人确认。").WaitForAsync();
        await page.Locator(".draft", new() { HasText = "o002" }).GetByText("确认生效").ClickAsync();
        await page.Locator(".draft .confirm .alarm").ClickAsync();
        await page.Locator(".draft .state.confirmed").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    // Chooses, then has it done: the way back is focused first, so that a key pressed twice does nothing.
    private static async Task PressAsync(IPage page, string? choose, string act, string? chosen)
    {
        if (choose is not null)
            await page.Keyboard.PressAsync(choose);
        if (chosen is not null)
            await page.GetByText(chosen).WaitForAsync();
        await page.Locator($"[data-key={act}]:enabled").WaitForAsync();
        await page.Keyboard.PressAsync(act);
        await page.Locator(".confirm .alarm").WaitForAsync();
        await page.WaitForFunctionAsync("() => document.activeElement.closest('.confirm') !== null");
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task AnswerAsync(IPage page, string lines)
    {
        await page.Locator("#bank-answer").SetInputFilesAsync(new FilePayload { Name = "answer.csv", MimeType = "text/csv", Buffer = MoneyStandIn.Gb18030.GetBytes(lines) });
        await page.Locator("form.ask button[type=submit]:enabled").ClickAsync();
    }

    private async Task ReviewAsync(string role, string site)
    {
        await using var window = await chromium.OpenAsync(Account.Of(role, site), Size.Desk);
        await window.GoAsync($"/{role}");
        await window.Page.Locator("tbody a", new() { HasText = "丛海燕" }).ClickAsync();
        await SubsidyReviewTests.DoAsync(window.Page, "a", "");
    }
}
