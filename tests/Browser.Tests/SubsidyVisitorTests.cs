using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The subsidy for visitors: the check before they come, the rules, the public notice, the own page; and the report. It is 21 October 2019.</summary>
public sealed class SubsidyVisitorTests(Chromium chromium)
{
    private const string Check = "/subsidy/check";
    private static readonly Size _phone = new("small-phone", 375, 812);
    private static readonly Size _desktop = new("desktop", 1920, 1080);
    private static readonly string[] _languages = ["zh", "en"];

    [Fact]
    public async Task Who_is_entitled_learns_how_much_where_and_with_what()
    {
        await using var phone = await chromium.OpenAsync(null, _phone, withScripts: false);
        var page = phone.Page;
        await BeginAsync(phone);

        var asked = await AnswerAllAsync(page, new() { ["男士还是女士"] = "女", ["户口"] = "文登", ["威海市的单位上班"] = "否", ["残疾人证"] = "是", ["失业登记"] = "是", ["灵活就业吗"] = "是", ["档案"] = "是", ["养老保险"] = "是", ["能干活"] = "是", ["愿意找工作"] = "是", ["医疗保险"] = "是" });

        (await page.Locator("h1").InnerTextAsync()).ShouldBe("按您的回答，可以领");
        var told = await page.Locator("main").InnerTextAsync();
        foreach (var text in new[] { "每年 5,000 元", "残疾人员", "户口所在地街道（镇）保障所", "身份证或居住证", "社保卡", "失业证", "2019年10月15日 至 2019年11月8日", "不会保存" })
            told.ShouldContain(text);
        // One group is enough, and who is registered in Weihai needs no permit.
        asked.ShouldNotContain(question => question.Contains("居住证") || question.Contains("低保") || question.Contains("几个月的社保"));
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_excluded_is_asked_no_more()
    {
        await using var phone = await chromium.OpenAsync(null, _phone, withScripts: false);
        await BeginAsync(phone);

        var asked = await AnswerAllAsync(phone.Page, new() { ["男士还是女士"] = "男", ["户口"] = "文登", ["失业登记"] = "否" });

        asked.Count.ShouldBe(4);
        (await phone.Page.Locator("h1").InnerTextAsync()).ShouldBe("按您的回答，不能领");
        var told = await phone.Page.Locator("main").InnerTextAsync();
        told.ShouldContain("未在威海市范围进行失业登记");
        told.ShouldContain("依据 C3");
        told.ShouldContain("在威海市范围进行失业登记的");
        told.ShouldNotContain("带什么");
    }

    [Fact]
    public async Task What_somebody_does_not_know_stays_open_and_is_not_asked_again()
    {
        await using var phone = await chromium.OpenAsync(null, _phone, withScripts: false);
        await BeginAsync(phone);

        var asked = await AnswerAllAsync(phone.Page, new() { ["男士还是女士"] = "女", ["户口"] = "威海市内，不在文登", ["残疾人证"] = "是", ["档案"] = "不知道", ["黑名单"] = "不知道", ["失业登记"] = "是", ["灵活就业吗"] = "是", ["养老保险"] = "是", ["能干活"] = "是", ["愿意找工作"] = "是", ["医疗保险"] = "是" });

        asked.ShouldBeUnique();
        (await phone.Page.Locator("h1").InnerTextAsync()).ShouldBe("还不能确定");
        (await phone.Page.Locator("h2:has-text('要弄清楚的事') + ul li").AllInnerTextsAsync()).ShouldBe(["您的档案托管了吗？", "您被列入失信“黑名单”了吗？"]);
        (await phone.Page.Locator("main").InnerTextAsync()).ShouldContain("区社保中心综合柜员窗口");
    }

    [Fact]
    public async Task The_way_back_takes_the_last_answer_away()
    {
        await using var phone = await chromium.OpenAsync(null, _phone, withScripts: false);
        var page = phone.Page;
        await BeginAsync(phone);
        (await page.GetByText("上一题").CountAsync()).ShouldBe(0);

        await page.GetByText("女", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("年", new() { Exact = true }).FillAsync("1975");
        await page.GetByText("下一题", new() { Exact = true }).ClickAsync();
        await page.GetByText("请把年、月、日都填上").WaitForAsync();
        (await page.GetByLabel("年", new() { Exact = true }).InputValueAsync()).ShouldBe("1975");
        (await page.GetByText("第 2 题").CountAsync()).ShouldBe(1);
        await page.GetByText("上一题").ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("您是男士还是女士？");

        await page.GetByText("男", new() { Exact = true }).ClickAsync();
        (await page.Locator("input[name=answers]").GetAttributeAsync("value")).ShouldBe("sex=M");
        await page.GetByText("重新开始").ClickAsync();
        await page.GetByText("开始", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task Children_are_told_one_by_one()
    {
        await using var phone = await chromium.OpenAsync(null, _phone);
        var page = phone.Page;
        await BeginAsync(phone);
        await AnswerAllAsync(page, new() { ["男士还是女士"] = "女", ["户口"] = "威海市以外", ["居住证"] = "是", ["一个人抚养"] = "是", ["失业登记"] = "是", ["灵活就业吗"] = "是", ["档案"] = "是", ["养老保险"] = "是" }, until: "孩子是哪一天出生");

        await page.Locator("input[name=typed-year-0]").FillAsync("2010");
        await page.GetByText("还有一个孩子").ClickAsync();
        (await page.Locator("input[name=typed-year-0]").InputValueAsync()).ShouldBe("2010");
        await page.Locator("input[name=typed-month-0]").FillAsync("6");
        await page.Locator("input[name=typed-day-0]").FillAsync("2");
        await page.Locator("input[name=typed-year-1]").FillAsync("1999");
        await page.Locator("input[name=typed-month-1]").FillAsync("6");
        await page.Locator("input[name=typed-day-1]").FillAsync("2");
        await LookTests.ShouldBeAccessibleAsync(page, "children");
        await LookTests.LookAsync(page, "check-children", "zh", _phone);
        await page.GetByText("下一题", new() { Exact = true }).ClickAsync();

        (await page.Locator("input[name=answers]").GetAttributeAsync("value"))!.ShouldEndWith("minorChildBirthDates=2010-06-02,1999-06-02");
        (await page.Locator("h1").InnerTextAsync()).ShouldNotContain("孩子");
    }

    [Fact]
    public async Task A_question_is_answered_by_keys_alone()
    {
        await using var window = await chromium.OpenAsync(null);
        await BeginAsync(window);
        await window.Page.Locator("button[value=F]").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator("input[name=typed-year-0]").FocusAsync();
        await window.Page.Keyboard.TypeAsync("1975");
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.TypeAsync("3");
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.TypeAsync("1");
        await window.Page.Keyboard.PressAsync("Enter");

        await window.Page.GetByText("您的户口在哪里？").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_rules_are_a_table_made_from_the_policy()
    {
        await using var window = await chromium.OpenAsync(null, _desktop);
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
        await using var phone = await chromium.OpenAsync(null, _phone, withScripts: false);
        var page = phone.Page;
        await phone.Page.GotoAsync("/subsidy/notices");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("还剩 3 天");
        await page.Locator("a.big-choice:not(.over)").ClickAsync();
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
        await using var phone = await chromium.OpenAsync(Account.Of("citizen"), _phone);
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
        await LookTests.LookAsync(phone.Page, "own-subsidy-object", "zh", _phone);
        await refused.GetByText("提交异议").ClickAsync();

        await phone.Page.GetByText("已收到您的异议").WaitForAsync();
        await refused.Locator("summary").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_is_there_as_charts_tables_and_a_file()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"), _desktop);
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
    public async Task Every_page_is_readable_in_both_languages()
    {
        await using var window = await chromium.OpenAsync(null, _phone);
        foreach (var language in _languages)
        {
            foreach (var (name, address) in new[] { ("check", Check), ("policy", "/subsidy/policy"), ("notices", "/subsidy/notices"), ("notice", $"/subsidy/notices/{SubsidyPublicStandIn.OpenNotice}"), ("notice-over", $"/subsidy/notices/{SubsidyPublicStandIn.ClosedNotice}") })
            {
                await window.GoAsync($"/language/{language}?back={Uri.EscapeDataString(address)}");
                await LookAsync(window.Page, name, language);
            }

            await window.GoAsync(Check);
            await window.Page.Locator("button[value=begin]").ClickAsync();
            await LookAsync(window.Page, "check-choice", language);
            await window.Page.Locator("button[value=F]").ClickAsync();
            await LookAsync(window.Page, "check-day", language);
            await window.Page.Locator("button[value=answer]").ClickAsync();
            await LookAsync(window.Page, "check-wrong", language);
            await TypeDayAsync(window.Page);
            await LookAsync(window.Page, "check-place", language);
            await window.Page.Locator("button[value=wendeng]").ClickAsync();
            await LookAsync(window.Page, "check-yes-no", language);

            foreach (var (name, yes) in new[] { ("eligible", "unemploymentRegisteredInWeihai flexiblyEmployed fileInCustody paysPension paysMedical disabled ableToWork seeksWork"), ("ineligible", ""), ("incomplete", "?") })
            {
                await window.GoAsync(Check);
                await window.Page.Locator("button[value=begin]").ClickAsync();
                await AnswerByFactAsync(window.Page, yes);
                await LookAsync(window.Page, $"check-{name}", language);
            }
        }
    }

    [Fact]
    public async Task The_citizens_part_and_the_report_are_readable_in_both_languages()
    {
        await using var citizen = await chromium.OpenAsync(Account.Of("citizen"), _phone);
        await using var desk = await chromium.OpenAsync(Account.Of("operator"), _desktop);
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

    private static async Task LookAsync(IPage page, string name, string language)
    {
        foreach (var size in new[] { _phone, _desktop })
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            await LookTests.ShouldBeAccessibleAsync(page, $"{name} {language} {size.Name}");
            await LookTests.LookAsync(page, $"subsidy-{name}", language, size);
            // Whole, to be looked at.
            await page.ScreenshotAsync(new() { Path = Path.Combine(LookTests.Folder, $"subsidy-{name}-{language}-{size.Name}.png"), Scale = ScreenshotScale.Css, FullPage = true });
        }

        await page.SetViewportSizeAsync(_phone.Width, _phone.Height);
    }

    private static async Task BeginAsync(Window window)
    {
        await window.Page.GotoAsync(Check);
        await window.Page.GetByText("开始", new() { Exact = true }).ClickAsync();
        await window.Page.GetByText("您是男士还是女士？").WaitForAsync();
    }

    /// <summary>Answers by what each question says, "no" where nothing is said of it; the questions that were asked.</summary>
    private static async Task<IReadOnlyList<string>> AnswerAllAsync(IPage page, Dictionary<string, string> answers, string? until = null)
    {
        var asked = new List<string>();
        while (await page.Locator(".check-question").CountAsync() > 0 && asked.Count < 40)
        {
            var question = await page.Locator("h1").InnerTextAsync();
            if (until is not null && question.Contains(until))
                break;
            asked.Add(question);
            if (question.Contains("出生"))
                await TypeDayAsync(page);
            else if (await page.Locator("input[name=typed-number]").CountAsync() > 0)
                await TypeNumberAsync(page);
            else
                await page.Locator(".big-choice", new() { HasTextRegex = new($"^{answers.FirstOrDefault(answer => question.Contains(answer.Key)).Value ?? "否"}$") }).ClickAsync();
        }

        return asked;
    }

    /// <summary>A woman of Wendeng, born in 1975; yes to the facts named, otherwise no, or "I don't know" to all.</summary>
    private static async Task AnswerByFactAsync(IPage page, string yes)
    {
        for (var i = 0; i < 40 && await page.Locator(".check-question").CountAsync() > 0; i++)
        {
            var fact = await page.Locator("input[name=fact]").GetAttributeAsync("value");
            if (fact == "birthDate")
                await TypeDayAsync(page);
            else if (yes == "?" && fact is not ("sex" or "householdRegistration"))
                await page.Locator("button[value='?']").ClickAsync();
            else if (await page.Locator("input[name=typed-number]").CountAsync() > 0)
                await TypeNumberAsync(page);
            else
                await page.Locator($"button[value={fact switch { "sex" => "F", "householdRegistration" => "wendeng", _ => yes.Split(' ').Contains(fact) ? "true" : "false" }}]").ClickAsync();
        }
    }

    private static async Task TypeDayAsync(IPage page)
    {
        await page.Locator("input[name=typed-year-0]").FillAsync("1975");
        await page.Locator("input[name=typed-month-0]").FillAsync("3");
        await page.Locator("input[name=typed-day-0]").FillAsync("1");
        await page.Locator("button[value=answer]").ClickAsync();
    }

    private static async Task TypeNumberAsync(IPage page)
    {
        await page.Locator("input[name=typed-number]").FillAsync("0");
        await page.Locator("button[value=answer]").ClickAsync();
    }
}
