using System.Net;
using System.Text.RegularExpressions;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.Pages;

/// <summary>Rating and findings on the phone, for whoever has the link, or for anybody.</summary>
public sealed partial class AfterVisitTests(PortalHall hall)
{
    [Fact]
    public async Task A_visit_that_is_over_is_rated_once()
    {
        using var visitor = new Visitor(hall.First);
        var page = $"/v/{DoneLink()}";
        var before = await ReadAsync(visitor, page);
        before.ShouldContain("就业困难人员灵活就业社会保险补贴申领”办得怎么样");

        var (_, after) = await SendAsync(visitor, page, before, $"{page}/rate", ("level", "dissatisfied"), ("comment", "等了很久"));
        var (address, refused) = await SendAsync(visitor, page, before, $"{page}/rate", ("level", "satisfied"));

        foreach (var text in new[] { "您的评价：不满意", "等了很久", $"/f/{LedgerStandIn.KnownLink}" })
            after.ShouldContain(text);
        after.ShouldNotContain("name=\"level\"");
        address.ShouldBe($"{page}?unrated=true");
        refused.ShouldContain("未能提交评价");
        refused.ShouldContain("您的评价：不满意");
    }

    [Fact]
    public async Task Nothing_is_asked_before_the_visit()
    {
        using var visitor = new Visitor(hall.First);

        (await ReadAsync(visitor, $"/v/{Guid.CreateVersion7():N}"[..25])).ShouldNotContain("办得怎么样");
    }

    [Fact]
    public async Task A_finding_is_sent_once_however_often_the_form_is()
    {
        using var visitor = new Visitor(hall.First);
        var form = await ReadAsync(visitor, "/find/wendeng-hall");

        var (first, page) = await SendAsync(visitor, "/find/wendeng-hall", form, "/find/wendeng-hall/send", ("what", "没有老花镜"), ("window", "3"), ("contact", ""));
        var (second, _) = await SendAsync(visitor, "/find/wendeng-hall", form, "/find/wendeng-hall/send", ("what", "没有老花镜"), ("window", "3"), ("contact", ""));

        first.ShouldMatch(@"^/f/[A-Za-z0-9_-]{22}\?sent=true$");
        second.ShouldBe(first);
        foreach (var text in new[] { "已收到", "待分派", "没有老花镜", "11月11日" })
            page.ShouldContain(text);
        page.ShouldNotContain("blazor.web");
    }

    [Fact]
    public async Task What_is_refused_or_unknown_is_explained()
    {
        using var visitor = new Visitor(hall.First);
        var form = await ReadAsync(visitor, "/find/wendeng-hall");

        var (address, refused) = await SendAsync(visitor, "/find/wendeng-hall", form, "/find/wendeng-hall/send", ("what", " "), ("contact", ""));
        using var unknown = await visitor.OpenAsync("/f/unknown-0123456789-abc");
        using var nowhere = await visitor.OpenAsync("/find/nowhere");
        using var broken = await visitor.OpenAsync($"/find/{ServicesStandIn.BrokenSite}");

        address.ShouldBe("/find/wendeng-hall?refused=true");
        refused.ShouldContain("未能提交");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("没有这条意见");
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        broken.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Another_sites_form_changes_nothing()
    {
        using var visitor = new Visitor(hall.First);
        foreach (var address in new[] { $"/v/{DoneLink()}/rate", "/find/wendeng-hall/send", $"/f/{LedgerStandIn.KnownLink}/answer" })
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = "forged", ["what"] = "x", ["settled"] = "yes", ["version"] = "1" });
            using var answer = await visitor.SendAsync(HttpMethod.Post, address, form);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, address);
        }
    }

    private static string DoneLink() => $"done{Guid.CreateVersion7():N}"[..22];

    private static async Task<string> ReadAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.OpenAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends the form of a page with its hidden fields; returns where it led and what stands there.</summary>
    private static async Task<(string Address, string Page)> SendAsync(
        Visitor visitor, string page, string html, string address, params (string Name, string Value)[] fields)
    {
        var hidden = Hidden().Matches(html).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        foreach (var (name, value) in fields)
            hidden[name] = value;
        using var form = new FormUrlEncodedContent(hidden);
        using var answer = await visitor.SendAsync(HttpMethod.Post, address, form);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page + text);
        return (answer.RequestMessage!.RequestUri!.PathAndQuery, text);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
