using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>A visitor says at the window that a value is wrong, and a reviewer decides.</summary>
public sealed class ContestTests(Chromium chromium)
{
    [Fact]
    public async Task A_value_is_contested_at_the_window_and_corrected_by_a_reviewer()
    {
        await using var window = await chromium.OpenAsync(Account.Of("teller"));
        await window.GoAsync($"/teller/persons/{Guid.CreateVersion7()}?ticket={Guid.CreateVersion7()}");
        var name = window.Page.Locator("tbody tr", new() { HasText = "姓名" });
        await name.WaitForAsync();
        (await window.Page.Locator("tbody tr", new() { HasTextRegex = new(@"^\s*出生日期") }).GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0, "the identity number carries it");

        await name.GetByText("有异议").ClickAsync();
        await name.GetByLabel("正确的“姓名”").FillAsync("王春美");
        await name.GetByLabel("依据").FillAsync("派出所登记如此");
        await LookTests.LookAsync(window.Page, "state-contest", "zh", Size.Counter);
        await LookTests.ShouldBeAccessibleAsync(window.Page, "contest");
        await name.GetByText("提出异议").ClickAsync();
        await name.GetByText("待核实").WaitForAsync();

        await using var desk = await chromium.OpenAsync(Account.Of("reviewer"));
        await desk.GoAsync("/reviewer");
        var contest = desk.Page.Locator("ul.line > li", new() { HasText = "王春美" });
        await contest.GetByText("采纳", new() { Exact = true }).ClickAsync();
        await contest.Locator("input").FillAsync("已与户口簿核对");
        await contest.ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(desk.Page, "reviewer-contests", "zh", Size.Counter);
        await LookTests.ShouldBeAccessibleAsync(desk.Page, "contests");
        await contest.Locator("button[type=submit]").ClickAsync();
        await desk.Page.GetByText("“姓名”已按办事人所述更正").WaitForAsync();
        await contest.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        window.Complaints.ShouldBeEmpty();
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Children_are_contested_by_their_days_and_what_has_names_by_name()
    {
        await using var window = await chromium.OpenAsync(Account.Of("teller"));
        await window.GoAsync($"/teller/persons/{Guid.CreateVersion7()}?ticket={Guid.CreateVersion7()}");
        var (children, household) = (window.Page.Locator("tbody tr", new() { HasText = "抚养子女" }), window.Page.Locator("tbody tr", new() { HasText = "户籍所在地" }));
        await children.WaitForAsync();
        (await household.Locator("td").First.InnerTextAsync()).ShouldBe("文登区");

        await children.GetByText("有异议").ClickAsync();
        await children.GetByLabel("第 1 个日期").FillAsync("");
        await children.GetByLabel("第 3 个日期").FillAsync("2016-11-03");
        await children.GetByLabel("第 4 个日期").WaitForAsync();
        await children.GetByLabel("依据").FillAsync("出生医学证明");
        await LookTests.LookAsync(window.Page, "state-contest-days", "zh", Size.Counter);
        await LookTests.ShouldBeAccessibleAsync(window.Page, "contested days");
        await children.GetByText("提出异议").ClickAsync();
        await children.GetByText("待核实").WaitForAsync();
        await household.GetByText("有异议").ClickAsync();
        await household.GetByLabel("正确的“户籍所在地”").SelectOptionAsync(new SelectOptionValue { Label = "威海市其他区市" });
        await household.GetByLabel("依据").FillAsync("派出所证明");
        await household.GetByText("提出异议").ClickAsync();
        await household.GetByText("待核实").WaitForAsync();

        await using var desk = await chromium.OpenAsync(Account.Of("reviewer"));
        await desk.GoAsync("/reviewer");
        await desk.Page.GetByText("2013-02-28、2016-11-03").WaitForAsync();
        await desk.Page.Locator("ins", new() { HasText = "威海市其他区市" }).WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }
}
