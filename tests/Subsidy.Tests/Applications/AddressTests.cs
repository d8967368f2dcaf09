using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Rules;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Applications;

public class AddressTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private const string Assessments = "/programmes/4050/2019/assessments";

    private static readonly string _eligible = $"{{{string.Join(',', FactDomains.All.Select(domain => $"\"{domain.Key}\":{domain.Value[0]}"))}}}";

    [Fact]
    public async Task Posted_facts_are_assessed()
    {
        var answer = await PostAsync(_eligible);

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("outcome").GetString().ShouldBe("eligible");
        body.GetProperty("amount").GetDecimal().ShouldBe(5000);
        Texts(body, "groups").ShouldBe(["G1"]);
        new[] { "failed", "exclusions", "missing" }.ShouldAllBe(name => !Texts(body, name).Any());
        body.GetProperty("place").GetString().ShouldBe("townOffice");
        var window = body.GetProperty("reasons").EnumerateArray().First();
        window.GetProperty("code").GetString().ShouldBe("W");
        window.GetProperty("holds").GetBoolean().ShouldBeTrue();
        window.GetProperty("fact").GetString().ShouldBe("appliedOn");
        window.GetProperty("value").GetString().ShouldBe("2019-10-21");
        window.GetProperty("zh").GetString().ShouldBe("申请日2019年10月21日在申报期内。");
    }

    [Fact]
    public async Task Values_may_carry_source_and_day()
    {
        var answer = await PostAsync("""{ "blacklisted": { "value": true, "source": "信用中国", "asOf": "2019-10-01" }, "sex": null }""");

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var reason = body.GetProperty("reasons").EnumerateArray().Single(each => each.GetProperty("code").GetString() == "X1");
        reason.GetProperty("source").GetString().ShouldBe("信用中国");
        reason.GetProperty("asOf").GetString().ShouldBe("2019-10-01");
        Texts(body, "exclusions").ShouldBe(["X1"]);
        body.GetProperty("outcome").GetString().ShouldBe("ineligible");
    }

    [Fact]
    public async Task A_whole_number_may_be_written_with_a_point()
    {
        var answer = await PostAsync("""{ "unjustifiedJobRefusals": 3.0 }""");

        Texts(await answer.Content.ReadFromJsonAsync<JsonElement>(), "exclusions").ShouldBe(["X9"]);
    }

    [Fact]
    public async Task No_facts_at_all_leave_everything_open()
    {
        var answer = await PostAsync("{}");

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("outcome").GetString().ShouldBe("incomplete");
        Texts(body, "missing").ShouldBe(FactList.All.Select(key => key.Name).Where(name => name != "receivingOffice"));
        body.GetProperty("reasons").EnumerateArray().ShouldAllBe(reason => reason.GetProperty("holds").ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{ "paysPensions": true, "Sex": "F" }""", "facts.unknown", "paysPensions, Sex")]
    [InlineData("""{ "paysPension": "yes", "sex": "W" }""", "facts.invalid", "paysPension (true | false), sex (F | M)")]
    [InlineData("""{ "birthDate": "1974-02-30" }""", "facts.invalid", "birthDate")]
    [InlineData("""{ "birthDate": "19740615" }""", "facts.invalid", "birthDate")]
    [InlineData("""{ "unjustifiedJobRefusals": -1 }""", "facts.invalid", "unjustifiedJobRefusals")]
    [InlineData("""{ "unjustifiedJobRefusals": 1.5 }""", "facts.invalid", "unjustifiedJobRefusals")]
    [InlineData("""{ "minorChildBirthDates": "2010-01-01" }""", "facts.invalid", "minorChildBirthDates")]
    [InlineData("""{ "minorChildBirthDates": ["2010-01-01", 3] }""", "facts.invalid", "minorChildBirthDates")]
    [InlineData("""{ "paysPension": { "value": true, "sauce": "x" } }""", "facts.invalid", "paysPension")]
    [InlineData("""{ "paysPension": { "source": "x" } }""", "facts.invalid", "paysPension")]
    [InlineData("""[]""", "facts.not-an-object", "object")]
    [InlineData("""{ "sex": "F", "sex": "M" }""", "request.json", "JSON")]
    [InlineData("""{ "sex": """, "request.json", "JSON")]
    public async Task Bad_facts_are_refused_and_named(string json, string code, string named)
    {
        var answer = await PostAsync(json);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("title").GetString()!.ShouldContain(named);
    }

    [Fact]
    public async Task A_year_without_a_policy_is_404()
    {
        using var client = host.Client(Roles.Teller, "t001");

        var answer = await client.PostAsJsonAsync("/programmes/4050/2018/assessments", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_policy_can_be_read()
    {
        using var client = host.Client(Roles.Reviewer, "r001");

        var policy = await client.GetFromJsonAsync<JsonElement>("/programmes/4050/2019");

        policy.GetProperty("amounts").GetProperty("full").GetDecimal().ShouldBe(5000);
        policy.GetProperty("ages").GetProperty("group").GetProperty("F").GetInt32().ShouldBe(40);
        var rules = policy.GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.GetProperty("code").GetString()!);
        rules.Keys.ShouldBe(RuleCodes.All);
        Texts(rules["C4"], "facts").ShouldBe(["flexiblyEmployed", "fileInCustody", "paysPension"]);
    }

    [Fact]
    public async Task A_work_list_shows_the_own_sites_and_the_state_asked_for()
    {
        var town = $"town-{Guid.CreateVersion7():N}";
        var (waiting, ready) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        host.Registry.Put(waiting, version: 1, ("sex", null));
        host.Registry.Put(ready, version: 1);
        await host.ApplyAsync(SubsidyHost.Case(waiting, site: town), "incomplete");
        var application = await host.ApplyAsync(SubsidyHost.Case(ready, site: town));
        using var reviewer = host.Client(Roles.Reviewer, "r001", town);

        var list = await reviewer.GetFromJsonAsync<JsonElement>("/applications?state=first-review");
        var all = await reviewer.GetFromJsonAsync<JsonElement>($"/applications?site={town}");
        var foreign = await reviewer.GetAsync($"/applications?site={SubsidyHost.Hall}");
        var foreignOne = await reviewer.GetAsync($"/sites/{SubsidyHost.Hall}/applications/{Guid.CreateVersion7()}");
        var unknown = await reviewer.GetAsync("/applications?state=lost");

        list.EnumerateArray().Single().GetProperty("id").GetString().ShouldBe(application.GetProperty("id").GetString());
        all.GetArrayLength().ShouldBe(2);
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreignOne.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        application.GetProperty("facts").GetProperty("receivingOffice").GetProperty("value").GetString().ShouldBe("townOffice");
    }

    [Theory]
    [InlineData(Roles.Kiosk)]
    [InlineData(Roles.Teller)]
    [InlineData(Roles.Approver)]
    public async Task Only_a_reviewer_gives_the_first_review(string role)
    {
        using var client = host.Client(role, "x001");

        var answer = await client.PostAsJsonAsync(
            $"/sites/{SubsidyHost.Hall}/applications/{Guid.CreateVersion7()}/first-review", new { approve = true });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static IEnumerable<string?> Texts(JsonElement body, string name) => body.GetProperty(name).EnumerateArray().Select(item => item.GetString());

    private async Task<HttpResponseMessage> PostAsync(string json)
    {
        using var client = host.Client(Roles.Teller, "t001");
        return await client.PostAsync(Assessments, new StringContent(json, Encoding.UTF8, "application/json"));
    }
}
