using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The subsidy for visitors: the rules, the public notice and the own page; and the report. It is 21 October 2019.</summary>
public sealed class SubsidyVisitorTests(Chromium chromium)
{
    private static readonly string[] _languages = ["zh", "en"];

    [Fact]
    public async Task The_rules_are_a_table_made_from_the_policy()
    {
        await using var window = await chromium.OpenAsync(null, Size.Desktop);
        await window.GoAsync("/subsidy/policy");

        var rules = await window.Page.Locator("table.rules tbody tr").AllInnerTextsAsync();
        rules.Count.ShouldBe(24);
        var all = await window.Page.Locator("main").InnerTextAsync();
        foreach (var text in new[] { "5,000 元", "3,850 元", "2018年12月31日", "女 40 周岁", "男 60 周岁", "无正当理由3次不接受", "档案托管", "户口所在地街道（镇）保障所", "失业证", "指纹" })
            all.ShouldContain(text);
        await window.Page.GetByLabel("年度").SelectOptionAsync("2018");
        await window.Page.GetByText("显示", new() { Exact = true }).ClickAsync();
        await window.Page.GetByText("2018年4月1日 至 2018年4月30日").WaitForAsync();
        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
        (await window.Page.Locator(".language").IsVisibleAsync()).ShouldBeFalse();
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, "policy-print.png"), FullPage = true });
    }

    [Fact]
    public async Task Anybody_objects_to_a_notice()
    {
        await using var phone = await chromium.OpenAsync(null, Size.SmallPhone, withScripts: false);
        var page = phone.Page;
        await phone.Page.GotoAsync("/subsidy/notices");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("还剩 3 天");
        await page.Locator($"a.big-choice[href$='{SubsidyPublicStandIn.OpenNotice}']").ClickAsync();
        (await page.Locator("table").InnerTextAsync()).ShouldContain("371003********1224");

        await page.GetByLabel("名单上的姓名").FillAsync("丛*");
        await page.GetByLabel("哪里不对").FillAsync("他在外地上班");
        await page.GetByLabel("您的姓名").FillAsync("李四");
        await page.GetByLabel("您的电话").FillAsync("13806310001");
        await page.GetByText("提交", new() { Exact = true }).ClickAsync();

        await page.GetByText("已收到您的异议").WaitForAsync();
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_citizen_sees_where_the_subsidy_stands_and_objects()
    {
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), Size.SmallPhone);
        await phone.GoAsync("/citizen");
        var refused = phone.Page.Locator(".own-subsidy", new() { HasText = "2018 年度" });
        await refused.WaitForAsync();
        (await refused.InnerTextAsync()).ShouldContain("登记了个体工商户营业执照");
        (await refused.GetByText("下载决定书").GetAttributeAsync("href"))!.ShouldMatch("^/api/forms/forms/[0-9a-f-]{36}/pdf$");
        (await phone.Page.Locator(".own-subsidy", new() { HasText = "2017 年度" }).InnerTextAsync()).ShouldContain("档案托管");
        (await phone.Page.Locator(".own-subsidy", new() { HasText = "2019 年度" }).Locator("[aria-current=step]").InnerTextAsync()).ShouldContain("公示");

        await refused.Locator("summary").ClickAsync();
        await refused.Locator("textarea").FillAsync("执照是我弟弟的");
        await LookTests.ShouldBeAccessibleAsync(phone.Page, "objecting");
        await refused.Locator("textarea").ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(phone.Page, "own-subsidy-object", "zh", Size.SmallPhone);
        await refused.GetByText("提交异议").ClickAsync();

        await phone.Page.GetByText("已收到您的异议").WaitForAsync();
        await refused.Locator("summary").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_is_there_as_charts_tables_and_a_file()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"), Size.Desktop);
        await window.GoAsync("/auditor");
        await window.Page.GetByText("4050 补贴报表").ClickAsync();
        await window.Page.Locator("figure.chart").WaitForAsync();
        var told = await window.Page.Locator("main").InnerTextAsync();
        foreach (var text in new[] { "706", "1,612,350 元", "11.5 天", "龙山街道保障所", "低保家庭成员", "待补正", "未在威海市范围进行失业登记" })
            told.ShouldContain(text);
        (await window.Page.GetByText("下载 CSV").GetAttributeAsync("href")).ShouldBe("/api/subsidy/programmes/4050/2019/report.csv");

        await window.Page.GetByLabel("年度").SelectOptionAsync("2018");
        await window.Page.GetByText("还没有记录").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_citizens_part_and_the_report_are_readable_in_both_languages()
    {
        await using var citizen = await chromium.OpenAsync(Account.Of("citizen"), Size.SmallPhone);
        await using var desk = await chromium.OpenAsync(Account.Of("operator"), Size.Desktop);
        foreach (var language in _languages)
        {
            await citizen.GoAsync($"/language/{language}?back=/citizen");
            await citizen.Page.Locator(".own-subsidy").First.WaitForAsync();
            await LookAsync(citizen.Page, "own-subsidy", language);
            await desk.GoAsync($"/language/{language}?back=/subsidy/report");
            await desk.Page.Locator("figure.chart").WaitForAsync();
            await LookAsync(desk.Page, "report", language);
        }
    }

    [Fact]
    public async Task Every_page_is_readable_in_both_languages()
    {
        await using var window = await chromium.OpenAsync(null, Size.SmallPhone);
        foreach (var language in _languages)
        {
            foreach (var (name, address) in new[] { ("policy", "/subsidy/policy"), ("notices", "/subsidy/notices"), ("notice", $"/subsidy/notices/{SubsidyPublicStandIn.OpenNotice}"), ("notice-over", $"/subsidy/notices/{SubsidyPublicStandIn.ClosedNotice}") })
            {
                await window.GoAsync($"/language/{language}?back={Uri.EscapeDataString(address)}");
                await LookAsync(window.Page, name, language);
            }
        }
    }

    internal static async Task LookAsync(IPage page, string name, string language)
    {
        foreach (var size in new[] { Size.SmallPhone, Size.Desktop })
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            await LookTests.ShouldBeAccessibleAsync(page, $"{name} {language} {size.Name}");
            await LookTests.LookAsync(page, $"subsidy-{name}", language, size);
            // Whole, to be looked at.
            await page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, $"subsidy-{name}-{language}-{size.Name}.png"), Scale = ScreenshotScale.Css, FullPage = true });
        }

        await page.SetViewportSizeAsync(Size.SmallPhone.Width, Size.SmallPhone.Height);
    }
}
