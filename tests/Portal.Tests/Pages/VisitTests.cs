using System.Net;
using System.Text.RegularExpressions;

namespace Wenden.Portal.Tests.Pages;

/// <summary>The phone page, for whoever has the link.</summary>
public sealed partial class VisitTests(PortalHall hall)
{
    [Fact]
    public async Task The_page_says_where_the_visitor_stands_without_a_circuit()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.OpenAsync($"/v/{NewLink()}");
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var text in new[] { "A012", "4 人", "10–25 分钟", "就业困难人员灵活就业社会保险补贴申领", "居民身份证", "我要晚到" })
            page.ShouldContain(text);
        page.ShouldNotContain("blazor.web");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task English_is_there_too()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.OpenAsync($"/language/en?back=/v/{NewLink()}");
        var page = await answer.Content.ReadAsStringAsync();

        page.ShouldContain("Social-insurance subsidy for the flexibly employed");
        page.ShouldContain("Identity card");
    }

    [Theory]
    [InlineData("unknown-0123456789-abc")]
    [InlineData("short")]
    [InlineData("..%2F..%2Fsites")]
    public async Task A_link_that_leads_nowhere_is_explained(string link)
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.OpenAsync($"/v/{link}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("没有这个号");
    }

    [Fact]
    public async Task A_queue_that_is_away_is_no_reason_to_worry()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.OpenAsync("/v/broken-0123456789-abcd");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("排队不受影响");
    }

    [Fact]
    public async Task Who_is_late_keeps_the_number()
    {
        using var visitor = new Visitor(hall.First);
        var link = NewLink();

        using var answer = await ActAsync(visitor, link, "late");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe($"/v/{link}");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("9 人");
    }

    [Fact]
    public async Task What_is_not_possible_any_more_is_said_with_the_present_state()
    {
        using var visitor = new Visitor(hall.First);
        var link = NewLink();
        using var first = await ActAsync(visitor, link, "leave");

        using var second = await ActAsync(visitor, link, "leave", await TokenAsync(visitor, NewLink()));
        var page = await second.Content.ReadAsStringAsync();

        page.ShouldContain("现在不能这样做");
        page.ShouldContain("已取消");
    }

    [Fact]
    public async Task Another_sites_form_changes_nothing()
    {
        using var visitor = new Visitor(hall.First);
        var link = NewLink();

        using var answer = await ActAsync(visitor, link, "leave", "forged");
        using var page = await visitor.OpenAsync($"/v/{link}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await page.Content.ReadAsStringAsync()).ShouldContain("正在等候");
    }

    private static string NewLink() => Convert.ToBase64String(Guid.CreateVersion7().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static async Task<HttpResponseMessage> ActAsync(Visitor visitor, string link, string act, string? token = null)
    {
        token ??= await TokenAsync(visitor, link);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        return await visitor.SendAsync(HttpMethod.Post, $"/v/{link}/{act}", form);
    }

    private static async Task<string> TokenAsync(Visitor visitor, string link)
    {
        using var page = await visitor.OpenAsync($"/v/{link}");
        return Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
