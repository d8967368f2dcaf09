using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

public class ReleaseTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Each_row_says_what_stands_in_its_way()
    {
        var town = await Town.WithAsync(host, 0, budget: 12_000);
        var good = await town.ApproveAsync();
        var dead = await town.ApproveAsync(facts: ("diedOn", "\"2019-10-01\""));
        var poor = await town.ApproveAsync(facts: ("bankAccount", null));
        var silent = await town.ApproveAsync(isAnnounced: false);
        var strange = await town.ApproveAsync(facts: ("name", "\"=cmd|' /C calc'!A0\""));
        var last = await town.ApproveAsync(amount: 7000);
        var dear = await town.ApproveAsync(amount: 3850);
        var unknown = Guid.CreateVersion7();

        var listed = (await town.GetAsync($"releasable?programme={town.Programme}&year=2019")).EnumerateArray().ToDictionary(
            line => line.GetProperty("id").GetGuid(), line => line.TryGetProperty("code", out var code) ? code.GetString() : null);
        var rows = await town.ReleaseAsync([unknown, good, dead, poor, silent, strange, last, dear, good]);

        listed[silent].ShouldBe("release.not-announced");
        listed[dead].ShouldBe("release.died");
        listed[good].ShouldBeNull();
        rows.Select(row => row.GetProperty("id").GetGuid()).ShouldBe([unknown, good, dead, poor, silent, strange, last, dear, good]);
        rows.Select(CodeOf).ShouldBe(
        [
            "application.unknown", null, "release.died", "release.no-account", "release.not-announced", "payment.payee", null, "release.budget", null,
        ]);
        rows[2].GetProperty("title").GetString().ShouldBe("The person has died");
        (await town.ScalarAsync<decimal>("select sum(amount) from applications where site = @Site and released_by = 'p001'", new { town.Site })).ShouldBe(12_000);
    }

    [Theory]
    [InlineData("T001")]
    [InlineData("r001")]
    [InlineData("A001")]
    public async Task Nobody_releases_what_they_had_a_hand_in(string payer)
    {
        var town = await Town.WithAsync(host, 2);

        var rows = await town.ReleaseAsync(payer: payer);

        rows.Select(CodeOf).ShouldBe(["release.same-person", "release.same-person"]);
        (await town.ScalarAsync<long>("select count(*) from applications where site = @Site and released_by is not null", new { town.Site })).ShouldBe(0);
    }

    [Fact]
    public async Task A_release_again_is_the_same_release()
    {
        var town = await Town.WithAsync(host, 3);

        await town.ReleaseAsync();
        var again = await town.ReleaseAsync(payer: "p002");

        again.ShouldAllBe(row => row.GetProperty("done").GetBoolean());
        (await town.ScalarAsync<long>("select count(*) from application_history where site = @Site and what = 'released'", new { town.Site })).ShouldBe(3);
        (await town.ScalarAsync<long>("select count(*) from applications where site = @Site and released_by = 'p001'", new { town.Site })).ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_budget_nothing_is_released()
    {
        var town = new Town(host);
        await town.ApproveAsync();

        var row = (await town.ReleaseAsync()).Single();

        CodeOf(row).ShouldBe("release.budget");
    }

    [Fact]
    public async Task Payers_at_once_never_overshoot_the_budget()
    {
        var town = await Town.WithAsync(host, 12, budget: 37_000);
        var payers = Enumerable.Range(1, 4).Select(number => $"p00{number}").ToArray();

        var answers = await Task.WhenAll(payers.Select(payer => town.ReleaseAsync(town.Applications.OrderBy(_ => Guid.CreateVersion7()), payer)));

        (await town.ScalarAsync<decimal>("select sum(amount) from applications where site = @Site and released_by is not null", new { town.Site })).ShouldBe(35_000);
        (await town.ScalarAsync<long>("select count(*) from application_history where site = @Site and what = 'released'", new { town.Site })).ShouldBe(7);
        answers.SelectMany(rows => rows).ShouldAllBe(row => row.GetProperty("done").GetBoolean() || CodeOf(row) == "release.budget");
    }

    [Theory]
    [InlineData("""{ "applications": [] }""")]
    [InlineData("""{ "applications": null }""")]
    [InlineData("""{ "applications": ["x"] }""")]
    [InlineData("""{ }""")]
    [InlineData("""[]""")]
    public async Task A_strange_list_of_releases_is_refused(string json)
    {
        var town = new Town(host);
        using var client = town.Payer();

        using var answer = await client.PostAsync($"/sites/{town.Site}/releases", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_budget_keeps_its_history_and_its_floor()
    {
        var town = new Town(host) { Programme = "4050" };
        using var client = host.Client(Roles.Operator, "o001", "*");
        await PutAsync(new { amount = 20_000, source = "文财社〔2019〕1号" });
        await PutAsync(new { amount = 20_000, source = "文财社〔2019〕1号" });
        await town.ApproveAsync();
        await town.ReleaseAsync();

        var low = await PutAsync(new { amount = 4_999.99, source = "文财社〔2019〕2号" });
        var high = await PutAsync(new { amount = 30_000, source = "文财社〔2019〕2号" });
        var bad = await PutAsync(new { amount = 0.001, source = "x" });
        var money = await client.GetFromJsonAsync<JsonElement>("/programmes/4050/2019/money");
        var unknown = await client.GetAsync("/programmes/4050/1999/money");

        (low, high, bad, unknown.StatusCode).ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound));
        money.GetProperty("budget").GetDecimal().ShouldBe(30_000);
        money.GetProperty("left").GetDecimal().ShouldBe(25_000);
        (await town.ScalarAsync<string>("select string_agg(amount::int::text, ' ' order by version) from budgets where programme = '4050'")).ShouldBe("20000 30000");

        async Task<HttpStatusCode> PutAsync(object budget) => (await client.PutAsJsonAsync("/programmes/4050/2019/budget", budget)).StatusCode;
    }

    private static string? CodeOf(JsonElement row) => row.TryGetProperty("code", out var code) ? code.GetString() : null;
}
