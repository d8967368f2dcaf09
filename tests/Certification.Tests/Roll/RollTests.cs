using System.Net;
using Wenden.Certification.Roll;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Tests.Roll;

public sealed class RollTests(CertificationHall hall)
{
    private static readonly DateOnly _today = CertificationHall.Today;

    [Theory]
    [InlineData("overdue", "never-came yesterday")]
    [InlineData("due", "today sixty-days")]
    [InlineData("all", "never-came yesterday today sixty-days current")]
    public async Task A_list_has_those_of_its_state_by_term(string state, string names)
    {
        var (site, people) = await FillAsync();
        using var client = CertificationHall.Teller(hall.Second, site, role: "certifier");

        using var response = await client.GetAsync(new Uri($"/sites/{site}/roll?state={state}", UriKind.Relative));

        var entries = await response.ReadAsync<RollEntry[]>();
        entries.Select(entry => people[entry.PersonId]).ShouldBe(names.Split(' '));
        entries.Select(entry => entry.ValidUntil!.Value).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_summary_counts_everybody_once()
    {
        var (site, _) = await FillAsync();
        using var client = CertificationHall.Teller(hall.First, site);

        using var response = await client.GetAsync(new Uri($"/sites/{site}/roll/summary", UriKind.Relative));

        (await response.ReadAsync<SummariseRoll.Summary>()).ShouldBe(new SummariseRoll.Summary(Total: 5, Current: 1, Due: 2, Overdue: 2, Died: 1, Ended: 1));
    }

    [Fact]
    public async Task A_list_ends_at_its_limit()
    {
        var (site, people) = await FillAsync();
        using var client = CertificationHall.Teller(hall.First, site);

        using var response = await client.GetAsync(new Uri($"/sites/{site}/roll?limit=1", UriKind.Relative));

        people[(await response.ReadAsync<RollEntry[]>()).ShouldHaveSingleItem().PersonId].ShouldBe("never-came");
    }

    [Theory]
    [InlineData("state=current", "roll.state")]
    [InlineData("limit=0", "roll.limit")]
    [InlineData("limit=501", "roll.limit")]
    [InlineData("limit=many", "request.malformed")]
    public async Task A_wrong_question_is_refused(string query, string code)
    {
        using var client = CertificationHall.Teller(hall.First);

        using var response = await client.GetAsync(new Uri($"/sites/wendeng-hall/roll?{query}", UriKind.Relative));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_site_sees_its_own_roll_only()
    {
        using var client = CertificationHall.Teller(hall.First, "town-zeku");

        using var list = await client.GetAsync(new Uri("/sites/town-gejia/roll", UriKind.Relative));
        using var summary = await client.GetAsync(new Uri("/sites/town-gejia/roll/summary", UriKind.Relative));

        await list.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
        await summary.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
    }

    /// <summary>A fresh site with somebody in every state, and the boundary days of each.</summary>
    private async Task<(string Site, Dictionary<Guid, string> People)> FillAsync()
    {
        var site = $"town-{Guid.CreateVersion7():N}";
        var people = new Dictionary<string, PersonChanged>
        {
            ["never-came"] = Until(_today.AddYears(-3)),
            ["yesterday"] = Until(_today.AddDays(-1)),
            ["today"] = Until(_today),
            ["sixty-days"] = Until(_today.AddDays(60)),
            ["current"] = Until(_today.AddDays(61)),
            ["dead"] = Until(_today) with { DiedOn = _today.AddDays(-9) },
            ["without"] = Until(_today) with { Version = 2, Benefits = [] },
        };
        foreach (var person in people.Values)
            await hall.TellAsync(person);
        return (site, people.ToDictionary(person => person.Value.PersonId, person => person.Key));

        PersonChanged Until(DateOnly day) => CertificationHall.Pensioner(day.AddMonths(-12), site);
    }
}
