using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Programmes;

public class DraftTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private static readonly string _file = File.ReadAllText(Policies.File);

    [Fact]
    public async Task A_file_with_errors_is_refused_with_all_of_them()
    {
        using var client = host.Client(Roles.Operator, "o001", "*");
        using var answer = await LoadAsync(client, _file.Replace("full: 5000", "full: much").Replace("  X7:", "  X77:"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Select(error => error.GetString()!).ToArray();
        errors.ShouldContain(error => error.Contains("amounts.full wants an amount"));
        errors.ShouldContain(error => error.Contains("rules.X7 is missing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a")]
    [InlineData("a: [")]
    [InlineData("\u0001\u0000")]
    public async Task What_is_no_policy_is_refused(string text)
    {
        using var client = host.Client(Roles.Operator, "o001", "*");
        using var answer = await LoadAsync(client, text);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("{ a: ")]
    public async Task A_text_of_endless_depth_ends_no_process(string opening)
    {
        using var client = host.Client(Roles.Operator, "o001", "*");
        using var answer = await LoadAsync(client, string.Concat(Enumerable.Repeat(opening, 30_000)));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_confirmed_policy_is_for_new_applications_only()
    {
        using var loader = host.Client(Roles.Operator, "o001", "*");
        using var other = host.Client(Roles.Approver, "a001");
        var (before, after) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        host.Registry.Put(before, 1);
        host.Registry.Put(after, 1);
        var earlier = await host.ApplyAsync(SubsidyHost.Case(before));
        using (await host.ReviewAsync("first-review", earlier, "r001", approve: true))
        using (await host.ReviewAsync("second-review", earlier, "a001", approve: true))
        {
        }

        using var loaded = await LoadAsync(loader, _file.Replace("full: 5000", "full: 5600"));
        loaded.StatusCode.ShouldBe(HttpStatusCode.Created);
        var draft = await loaded.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/policy-drafts/{draft.GetProperty("id").GetString()}";
        var shown = await loader.GetFromJsonAsync<JsonElement>(path);
        shown.GetProperty("changes").EnumerateArray().Select(change => $"{change}").ShouldBe(["""{"path":"amounts.full","before":"5000","now":"5600"}"""]);
        using (var own = await loader.PostAsync($"{path}/confirm", null))
            own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var _ in new[] { "first", "again" })
        {
            using var confirmed = await other.PostAsync($"{path}/confirm", null);
            confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using (var late = await loader.PostAsync($"{path}/withdraw", null))
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var fingerprint = draft.GetProperty("fingerprint").GetString();
        await SubsidyHost.Eventually("the confirmed policy is in force", async () =>
            (await other.GetFromJsonAsync<JsonElement>("/programmes"))[0].GetProperty("fingerprint").GetString() == fingerprint ? "yes" : null);
        var now = await host.ApplyAsync(SubsidyHost.Case(after));

        using (await host.ReviewAsync("first-review", now, "r001", approve: true))
        using (var decided = await host.ReviewAsync("second-review", now, "a001", approve: true))
            (await decided.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("amount").GetDecimal().ShouldBe(5600);
        var replay = await loader.GetFromJsonAsync<JsonElement>("/replay");
        replay.GetProperty("decisions").GetInt32().ShouldBe(2);
        replay.GetProperty("differing").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Anybody_may_ask_and_an_operator_for_many()
    {
        using var client = host.Client(Roles.Operator, "o001", "*");
        using var many = await client.PostAsJsonAsync("/programmes/4050/2019/assessments/bulk", new object[] { new { blacklisted = true }, new { sex = "F" } });
        var lines = await many.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = null;

        using var one = await client.PostAsJsonAsync("/programmes/4050/2019/assessments", new { blacklisted = true });
        using var list = await client.GetAsync("/programmes");
        using var refused = await client.PostAsJsonAsync("/programmes/4050/2019/assessments/bulk", new object[] { new { blacklisted = true } });

        lines.EnumerateArray().Select(line => line.GetProperty("outcome").GetString()).ShouldBe(["ineligible", "incomplete"]);
        one.StatusCode.ShouldBe(HttpStatusCode.OK);
        list.StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static Task<HttpResponseMessage> LoadAsync(HttpClient client, string text) =>
        client.PostAsync("/policy-drafts", new StringContent(text, Encoding.UTF8, "text/plain"));
}
