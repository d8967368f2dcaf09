using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Notices;

public class ObjectionTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private readonly Town _town = new(host);

    [Fact]
    public async Task Anybody_objects_to_somebody_on_a_notice()
    {
        var person = await _town.DecideAsync();
        var notice = await _town.NoticeAsync();

        using var answer = await ObjectAsync(notice, "王*梅");

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var listed = (await ListAsync("?open=true")).ShouldHaveSingleItem();
        (listed.GetProperty("applicationId").GetGuid(), listed.GetProperty("noticeId").GetGuid()).ShouldBe((person.Application, notice));
        Texts(listed, "about", "from", "contact", "text", "by", "state").ShouldBe(["王*梅", "张三", "13800000000", "名下有公司", "anybody", "open"]);
        (await _town.ReadAsync(Roles.Reviewer, $"applications/{person.Application}")).GetProperty("history").EnumerateArray().Last()
            .GetProperty("what").GetString().ShouldBe("objection");
    }

    [Fact]
    public async Task A_name_that_several_have_is_told_apart_by_number()
    {
        await _town.DecideAsync("王秀梅");
        var second = await _town.DecideAsync("王冬梅", "371003198001010011");
        var notice = await _town.NoticeAsync();

        using var one = await ObjectAsync(notice, "王*梅 371003********0011");
        using var both = await ObjectAsync(notice, "王*梅");
        using var nobody = await ObjectAsync(notice, "王秀梅");

        (one.StatusCode, both.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        (await Town.CodeAsync(nobody)).ShouldBe("objection.about");
        var listed = await ListAsync();
        listed.Select(objection => objection.TryGetProperty("applicationId", out var id) ? id.GetGuid() : (Guid?)null)
            .ShouldBe([second.Application, null], ignoreOrder: true);
        using var decided = await DecideAsync(listed.Single(objection => !objection.TryGetProperty("applicationId", out _)), "a001", upheld: false);
        (await Town.CodeAsync(decided)).ShouldBe("objection.same-person");
    }

    [Theory]
    [InlineData("""{ "about": "王*梅", "from": "", "contact": "13800000000", "text": "x" }""", "objection.from")]
    [InlineData("""{ "about": "王*梅", "from": "张\u0000三", "contact": "13800000000", "text": "x" }""", "objection.from")]
    [InlineData("""{ "about": "王*梅", "from": "张三", "contact": "", "text": "x" }""", "objection.contact")]
    [InlineData("""{ "about": "王*梅", "from": "张三", "contact": "请打电话", "text": "x" }""", "objection.contact")]
    [InlineData("""{ "about": "王*梅", "from": "张三", "contact": "13800000000", "text": "  " }""", "objection.text")]
    [InlineData("""{ "about": "王*梅", "from": "张三", "contact": "13800000000", "text": "a\u0000b" }""", "objection.text")]
    [InlineData("""{ "about": " ", "from": "张三", "contact": "13800000000", "text": "x" }""", "objection.about")]
    [InlineData("""{ "about": null, "from": "张三", "contact": "13800000000", "text": "x" }""", "request.json")]
    [InlineData("""{ "about": "王*梅", "from": "张三", "contact": "13800000000", "text": "x", "state": "upheld" }""", "request.json")]
    [InlineData("""[]""", "request.json")]
    public async Task Strange_objections_are_refused_and_named(string json, string code)
    {
        await _town.DecideAsync();
        var notice = await _town.NoticeAsync();

        using var answer = await _town.SendAsync(null, $"/notices/{notice}/objections", JsonElement.Parse(json));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Town.CodeAsync(answer)).ShouldBe(code);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_too_long_is_refused()
    {
        await _town.DecideAsync();
        var notice = await _town.NoticeAsync();

        using var text = await ObjectAsync(notice, "王*梅", text: new string('长', 1001));
        using var from = await ObjectAsync(notice, "王*梅", from: new string('长', 51));
        using var about = await ObjectAsync(notice, new string('王', 101));

        new[] { await Town.CodeAsync(text), await Town.CodeAsync(from), await Town.CodeAsync(about) }.ShouldBe(["objection.text", "objection.from", "objection.about"]);
    }

    [Fact]
    public async Task A_flood_of_objections_is_stopped()
    {
        await _town.DecideAsync();
        var notice = await _town.NoticeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 105).Select(turn => ObjectAsync(notice, "王*梅", text: $"第{turn}条")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(100);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(5);
    }

    [Fact]
    public async Task An_objection_sent_twice_is_one_and_wants_a_key()
    {
        var person = await _town.DecideAsync();
        var key = $"{Guid.CreateVersion7()}";

        using var first = await _town.PostAsync(Roles.Teller, "t002", $"applications/{person.Application}/objections", new { from = "张三", text = "名下有公司" }, key);
        using var second = await _town.PostAsync(Roles.Teller, "t002", $"applications/{person.Application}/objections", new { from = "张三", text = "名下有公司" }, key);
        using var client = host.Client(Roles.Teller, "t002", _town.Site);
        using var keyless = await client.PostAsJsonAsync($"/sites/{_town.Site}/applications/{person.Application}/objections", new { from = "张三", text = "名下有公司" });

        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await Town.CodeAsync(keyless)).ShouldBe("idempotency.key-missing");
        (await ListAsync()).ShouldHaveSingleItem().GetProperty("by").GetString().ShouldBe("t002");
    }

    [Fact]
    public async Task Only_what_is_decided_can_be_objected_to()
    {
        var waiting = await _town.ApplyAsync("王秀梅", "371003197403121234", "first-review");

        using var early = await _town.PostAsync(Roles.Teller, "t002", $"applications/{waiting.Application}/objections", new { from = "张三", text = "不服" });
        using var nothing = await _town.PostAsync(Roles.Teller, "t002", $"applications/{Guid.CreateVersion7()}/objections", new { from = "张三", text = "不服" });

        (await Town.CodeAsync(early)).ShouldBe("application.state");
        (await Town.CodeAsync(nothing)).ShouldBe("application.unknown");
    }

    [Fact]
    public async Task Whoever_gave_the_second_review_does_not_decide()
    {
        var person = await _town.DecideAsync();
        using (await _town.PostAsync(Roles.Teller, "t002", $"applications/{person.Application}/objections", new { from = "张三", text = "名下有公司" }))
        {
        }

        var open = (await ListAsync()).ShouldHaveSingleItem();
        using var same = await DecideAsync(open, "A001", upheld: true);
        using var upheld = await DecideAsync(open, "a003", upheld: true);
        using var again = await DecideAsync(open, "a003", upheld: true);
        using var other = await DecideAsync(open, "a003", upheld: false);

        (await Town.CodeAsync(same)).ShouldBe("objection.same-person");
        same.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var answer = await upheld.Content.ReadFromJsonAsync<JsonElement>();
        (answer.GetProperty("state").GetString(), answer.GetProperty("toRevoke").GetBoolean()).ShouldBe(("upheld", true));
        answer.GetProperty("hint").GetProperty("zh").GetString()!.ShouldContain("不会自动撤销");
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("decidedAt").GetString().ShouldBe(answer.GetProperty("decidedAt").GetString());
        (await Town.CodeAsync(other)).ShouldBe("objection.decided");
        var listed = (await ListAsync()).ShouldHaveSingleItem();
        Texts(listed, "state", "answer", "decidedBy", "applicationState").ShouldBe(["upheld", "经核实", "a003", "approved"]);
        listed.GetProperty("toRevoke").GetBoolean().ShouldBeTrue();
        (await ListAsync("?open=true")).ShouldBeEmpty();
        (await _town.ReadAsync(Roles.Reviewer, $"applications/{person.Application}")).GetProperty("state").GetString().ShouldBe("approved");
    }

    [Fact]
    public async Task Of_many_who_decide_at_once_one_does()
    {
        var person = await _town.DecideAsync(approve: false);
        using (await _town.PostAsync(Roles.Reviewer, "r002", $"applications/{person.Application}/objections", new { from = "王秀梅", text = "不服" }))
        {
        }

        var open = (await ListAsync()).ShouldHaveSingleItem();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(turn => DecideAsync(open, $"a1{turn}", upheld: turn % 2 == 0)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        (await ListAsync()).ShouldHaveSingleItem().GetProperty("toRevoke").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_decision_of_nothing_or_without_answer_is_refused()
    {
        var nothing = JsonSerializer.SerializeToElement(new { id = Guid.CreateVersion7() });

        using var unknown = await DecideAsync(nothing, "a003", upheld: true);
        using var silent = await DecideAsync(nothing, "a003", upheld: true, answer: " ");

        (await Town.CodeAsync(unknown)).ShouldBe("objection.unknown");
        (await Town.CodeAsync(silent)).ShouldBe("objection.answer");
    }

    private Task<HttpResponseMessage> ObjectAsync(Guid notice, string about, string from = "张三", string text = "名下有公司") =>
        _town.SendAsync(null, $"/notices/{notice}/objections", new { about, from, contact = "13800000000", text });

    private Task<HttpResponseMessage> DecideAsync(JsonElement objection, string name, bool upheld, string answer = "经核实") =>
        _town.PostAsync(Roles.Approver, name, $"objections/{objection.GetProperty("id").GetString()}/decide", new { upheld, answer });

    private async Task<JsonElement[]> ListAsync(string query = "") => [.. (await _town.ReadAsync(Roles.Reviewer, $"objections{query}")).EnumerateArray()];

    private static IEnumerable<string?> Texts(JsonElement of, params string[] members) => members.Select(member => of.GetProperty(member).GetString());
}
