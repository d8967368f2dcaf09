using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>What a reviewer does with items that take days.</summary>
public sealed class DeadlineTests(Chromium chromium)
{
    [Fact]
    public async Task A_reviewer_sees_the_overdue_first_and_ends_an_item()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer"));
        await window.GoAsync("/reviewer");
        var rows = window.Page.Locator("[aria-label=办理时限] tbody tr");
        await rows.First.WaitForAsync();

        (await rows.First.InnerTextAsync()).ShouldContain("超期 3 个工作日");
        (await rows.Nth(3).GetByText("办结", new() { Exact = true }).CountAsync()).ShouldBe(0, "the subsidy service ends this one");
        (await rows.Nth(4).Locator(".employer").InnerTextAsync()).ShouldBe(WindowStandIn.Employer);
        (await window.Page.Locator("[aria-label=办理时限] .employer").CountAsync()).ShouldBe(1);
        await rows.Nth(4).GetByText("不予办理").ClickAsync();
        await window.Page.Locator(".ask input").FillAsync("材料不符");
        foreach (var size in new[] { Size.Phone, Size.Counter })
        {
            await window.Page.Locator(".ask").ScrollIntoViewIfNeededAsync();
            await LookTests.LookAsync(window.Page, "reviewer-deadlines", "zh", size);
        }

        await LookTests.ShouldBeAccessibleAsync(window.Page, "rejecting");
        await window.Page.Locator(".ask button[type=submit]").ClickAsync();

        await window.Page.GetByText("已决定不予办理").WaitForAsync();
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('[aria-label=办理时限] tbody tr').length === 4");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_missing_is_asked_once_brought_and_gaps_are_closed()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer"));
        await window.GoAsync("/reviewer");
        var rows = window.Page.Locator("[aria-label=办理时限] tbody tr");
        await rows.First.WaitForAsync();
        var (asked, lacking) = (rows.Nth(1), rows.Nth(2));

        await asked.GetByText("要求补正").ClickAsync();
        await window.Page.Locator(".ask input").FillAsync("转出地的参保凭证");
        await window.Page.Locator(".ask button[type=submit]").ClickAsync();
        await asked.GetByText("等待补正").WaitForAsync();
        (await asked.GetByText("办结", new() { Exact = true }).CountAsync()).ShouldBe(0);
        await asked.GetByText("已补正").ClickAsync();
        await asked.Locator(".confirm .alarm").ClickAsync();
        await asked.GetByText("已受理").WaitForAsync();
        (await asked.GetByText("要求补正").CountAsync()).ShouldBe(0, "it is told once");

        (await lacking.InnerTextAsync()).ShouldContain("容缺：参保缴费凭证");
        (await lacking.GetByText("办结", new() { Exact = true }).CountAsync()).ShouldBe(0);
        await LookTests.LookAsync(window.Page, "reviewer-gaps", "zh", Size.Counter);
        await lacking.GetByText("已补齐：参保缴费凭证").ClickAsync();
        await lacking.Locator(".confirm .alarm").ClickAsync();
        await lacking.GetByText("办结", new() { Exact = true }).WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commitments_are_checked_and_papers_looked_at()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer"));
        await window.GoAsync("/reviewer");
        var page = window.Page;
        var (diploma, register) = (page.Locator("ul.line > li", new() { HasText = "毕业证书" }), page.Locator("ul.line > li", new() { HasText = "户口簿" }));
        await diploma.WaitForAsync();

        await page.Locator("[aria-label=办理时限] tbody tr").Nth(1).GetByText("查看材料").ClickAsync();
        await page.Locator(".material-list .handed-in").WaitForAsync();
        await register.GetByText("承诺不实").ClickAsync();
        await register.Locator("input").FillAsync("户口簿登记地址与申请不符");
        await register.ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(page, "reviewer-commitments", "zh", Size.Counter);
        await LookTests.ShouldBeAccessibleAsync(page, "commitments");
        await register.Locator("button[type=submit]").ClickAsync();
        await page.GetByText("承诺不实，已记入档案").WaitForAsync();
        await diploma.GetByText("承诺属实").ClickAsync();
        await diploma.Locator(".confirm .alarm").ClickAsync();

        await page.GetByText("没有待核查的承诺").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_correction_is_asked_for_by_one_and_agreed_to_by_another()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer"));
        await window.GoAsync("/reviewer");
        var open = window.Page.Locator("ul.line > li", new() { HasText = "转入地已复函同意" });
        await open.WaitForAsync();

        await window.Page.GetByText("近 30 天已决定的事项").ClickAsync();
        await window.Page.Locator("details li").First.GetByText("申请更正").ClickAsync();
        await window.Page.Locator("details .ask input").FillAsync("录入有误");
        foreach (var size in new[] { Size.Phone, Size.Counter })
            await LookTests.LookAsync(window.Page, "reviewer-corrections", "zh", size);
        await LookTests.ShouldBeAccessibleAsync(window.Page, "correcting");
        await window.Page.Locator("details .ask button[type=submit]").ClickAsync();
        await window.Page.GetByText("须由另一人同意").WaitForAsync();
        await open.GetByText("同意更正").ClickAsync();
        await open.Locator(".confirm .alarm").ClickAsync();

        await window.Page.GetByText("已重新办理").WaitForAsync();
        await open.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_citizen_sees_where_things_stand_what_to_bring_and_the_forms()
    {
        await using var window = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        await window.GoAsync("/citizen");
        await window.Page.Locator(".own-case").First.WaitForAsync();

        var own = await window.Page.Locator(".own-case").First.InnerTextAsync();
        own.ShouldContain("请于");
        own.ShouldContain("参保缴费凭证");
        own.ShouldContain("每年 5,000 元");
        (await window.Page.Locator(".own-forms a").First.GetAttributeAsync("href"))!.ShouldMatch("^/api/forms/forms/[0-9a-f-]{36}/pdf$");
        await LookTests.LookAsync(window.Page, "citizen-cases", "zh", Size.Phone);
        await LookTests.ShouldBeAccessibleAsync(window.Page, "own cases");
        await window.Page.GetByText("撤回承诺").ClickAsync();
        await window.Page.Locator(".own-case .confirm .alarm").ClickAsync();
        await window.Page.GetByText("您已撤回就“户口簿”作出的承诺").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }
}
