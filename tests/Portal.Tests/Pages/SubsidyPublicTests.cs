extern alias subsidy;

using System.Globalization;
using System.Net;
using System.Resources;
using System.Text.RegularExpressions;
using subsidy::Wenden.Subsidy.Rules;
using Wenden.Portal.Pages;
using Wenden.Portal.Pages.Subsidy;
using Wenden.Portal.Reading;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.Pages;

/// <summary>The subsidy's pages for everybody, by HTTP alone.</summary>
public sealed partial class SubsidyPublicTests(PortalHall hall)
{
    private const string Check = "/subsidy/check";

    [Fact]
    public void Every_fact_of_the_rules_is_asked_in_plain_words()
    {
        var texts = new ResourceManager(typeof(Texts));

        FactList.All.Count.ShouldBe(32);
        foreach (var culture in new[] { "", "en" })
        {
            foreach (var fact in FactList.All)
                texts.GetString($"check.ask.{fact.Name}", CultureInfo.GetCultureInfo(culture)).ShouldNotBeNullOrWhiteSpace(fact.Name);
        }
    }

    [Theory]
    [InlineData(Check)]
    [InlineData("/subsidy/policy")]
    [InlineData("/subsidy/policy?year=2018")]
    [InlineData("/subsidy/notices")]
    [InlineData("/subsidy/notices/0191d3a0-0000-7000-8000-0000000040b1")]
    public async Task Nobody_signs_in_to_read(string path)
    {
        using var anybody = new Visitor(hall.First, follows: false);

        using var answer = await anybody.OpenAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("4050");
        page.ShouldNotContain("blazor.web");
    }

    [Theory]
    [InlineData("/subsidy/check?year=1999", "没有这一年的规定")]
    [InlineData("/subsidy/policy?year=1999", "没有这一年的规定")]
    [InlineData("/subsidy/notices/0191d3a0-0000-7000-8000-00000000dead", "没有这份公示")]
    public async Task What_is_not_there_says_so(string path, string text)
    {
        using var anybody = new Visitor(hall.First);

        using var answer = await anybody.OpenAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(text);
    }

    [Theory]
    [InlineData("sex=F;nothing=true;;=;birthDate=never;;fileInCustody=true", "您的户口在哪里|您是哪一天出生的")]
    [InlineData("appliedOn=1999-01-01;sex=X;sex==F", "您是男士还是女士")]
    public async Task Answers_that_are_none_are_asked_anew(string answers, string asked)
    {
        using var anybody = new Visitor(hall.First);

        var page = await SendAsync(anybody, Check, Check, ("answers", answers), ("year", "2019"), ("act", "begin"));

        asked.Split('|').ShouldContain(question => page.Contains(question));
    }

    [Fact]
    public async Task Nothing_of_the_answers_is_in_an_address_or_a_cookie()
    {
        using var anybody = new Visitor(hall.First);

        var page = await SendAsync(anybody, Check, Check, ("answers", "sex=F"), ("year", "2019"), ("fact", "birthDate"), ("typed-year-0", "1975"), ("typed-month-0", "3"), ("typed-day-0", "1"));

        page.ShouldContain("sex=F;birthDate=1975-03-01");
        anybody.Cookies.ShouldAllBe(cookie => !cookie.Value.Contains("1975"));
        page.ShouldContain("您的回答不会保存");
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        using var anybody = new Visitor(hall.First);

        foreach (var path in new[] { Check, $"/subsidy/notices/{SubsidyPublicStandIn.OpenNotice}/object" })
        {
            using var answer = await anybody.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("_handler", "check"), new("__RequestVerificationToken", "forged")]));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }
    }

    [Theory]
    [InlineData("认错人了", "已收到您的异议")]
    [InlineData(SubsidyPublicStandIn.Refused, "没有提交成功")]
    [InlineData(" ", "没有提交成功")]
    public async Task An_objection_is_taken_or_refused_in_words(string text, string said)
    {
        using var anybody = new Visitor(hall.First);
        var page = $"/subsidy/notices/{SubsidyPublicStandIn.OpenNotice}";

        (await SendAsync(anybody, page, $"{page}/object", ("about", "王*梅"), ("from", "李四"), ("contact", "13806310001"), ("text", text))).ShouldContain(said);
    }

    [Fact]
    public async Task A_notice_that_is_over_takes_no_objection()
    {
        using var anybody = new Visitor(hall.First);

        using var answer = await anybody.OpenAsync($"/subsidy/notices/{SubsidyPublicStandIn.ClosedNotice}");
        var page = await answer.Content.ReadAsStringAsync();

        page.ShouldContain("公示期已过");
        page.ShouldNotContain("name=\"contact\"");
    }

    [Theory]
    [InlineData("1975", "3", "1", "1975-03-01")]
    [InlineData(" 1975 ", "03", "01", "1975-03-01")]
    [InlineData("2019", "10", "21", "2019-10-21")]
    [InlineData("2019", "10", "22", null)]
    [InlineData("1975", "2", "29", null)]
    [InlineData("1898", "1", "1", null)]
    [InlineData("75", "1", "1", null)]
    [InlineData("1975", "13", "1", null)]
    [InlineData("1975", "-3", "1", null)]
    [InlineData(null, "3", "1", null)]
    public void A_day_is_a_day_that_somebody_can_be_born_on(string? year, string? month, string? day, string? read) =>
        CheckAnswers.DayOf(year, month, day, new DateOnly(2019, 10, 21)).ShouldBe(read);

    [Fact]
    public void The_year_asked_about_is_the_first_still_open_else_the_last()
    {
        var years = new[] { 2018, 2019, 2020 }.Select(year => new ProgrammeYear("4050", year, new Words("", ""), new ProgrammeWindow(new DateOnly(year, 10, 15), new DateOnly(year, 11, 8), null))).ToArray();

        ProgrammeYear.At(years, new DateOnly(2019, 11, 8))!.Year.ShouldBe(2019);
        ProgrammeYear.At(years, new DateOnly(2019, 11, 9))!.Year.ShouldBe(2020);
        ProgrammeYear.At(years, new DateOnly(2021, 1, 1))!.Year.ShouldBe(2020);
        ProgrammeYear.At([], new DateOnly(2021, 1, 1)).ShouldBeNull();
    }

    private static async Task<string> SendAsync(Visitor anybody, string page, string to, params (string Name, string Value)[] fields)
    {
        using var form = await anybody.OpenAsync(page);
        var all = Field().Matches(await form.Content.ReadAsStringAsync()).GroupBy(match => match.Groups["name"].Value)
            .ToDictionary(group => group.Key, group => WebUtility.HtmlDecode(group.First().Groups["value"].Value));
        foreach (var (name, value) in fields)
            all[name] = value;
        using var answer = await anybody.SendAsync(HttpMethod.Post, to, new FormUrlEncodedContent(all));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" */?>""")]
    private static partial Regex Field();
}
