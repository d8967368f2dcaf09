using Microsoft.Playwright;

namespace Wenden.Browser.Tests;

/// <summary>The check that visitors make before they come: one question at a time, on the real rules. It is 21 October 2019.</summary>
public sealed class SubsidyCheckTests(Chromium chromium)
{
    private const string Check = "/subsidy/check";

    [Fact]
    public async Task Who_is_entitled_learns_how_much_where_and_with_what()
    {
        await using var phone = await chromium.OpenAsync(null, Size.SmallPhone, withScripts: false);
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
        await using var phone = await chromium.OpenAsync(null, Size.SmallPhone, withScripts: false);
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
        await using var phone = await chromium.OpenAsync(null, Size.SmallPhone, withScripts: false);
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
        await using var phone = await chromium.OpenAsync(null, Size.SmallPhone, withScripts: false);
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
        await using var phone = await chromium.OpenAsync(null, Size.SmallPhone);
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
        await LookTests.LookAsync(page, "check-children", "zh", Size.SmallPhone);
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
    public async Task Every_step_is_readable_in_both_languages()
    {
        await using var window = await chromium.OpenAsync(null, Size.SmallPhone);
        foreach (var language in new[] { "zh", "en" })
        {
            await window.GoAsync($"/language/{language}?back={Check}");
            await LookAsync(window.Page, "check", language);
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

    private static Task LookAsync(IPage page, string name, string language) => SubsidyVisitorTests.LookAsync(page, name, language);

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
