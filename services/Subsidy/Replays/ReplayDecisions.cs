using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Replays;

/// <summary>Decides everything again, from the frozen facts and the text of the law it was decided by, and names what comes out differently.</summary>
internal static class ReplayDecisions
{
    // Beyond these they are counted only.
    private const int MostNamed = 1_000;

    public static void MapReplayDecisions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/replay", Handle).RequireRole(Roles.Operator, Roles.Auditor)
            .WithSummary("Every decision made again: how many, how many alike, and the first 1,000 that differ")
            .Produces<Replayed>();

    private static async Task<IResult> Handle(NpgsqlDataSource database, PolicyBook book, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (decisions, same, differences) = (0, 0, new List<Difference>());
        // A duplicate was never judged, so there is nothing to judge again.
        await foreach (var row in connection.QueryUnbufferedAsync<Row>(
            """
            select site, id, policy_sha256, facts, assessment, outcome, state, amount, overridden_by is not null as is_overridden, obstacles
              from applications
             where state in ('approved', 'refused', 'revoked') and facts is not null
             order by site, id
            """).WithCancellation(ct))
        {
            decisions++;
            if (Compare(row, book.Of(row.PolicySha256)) is not { } difference)
                same++;
            else if (differences.Count < MostNamed)
                differences.Add(difference);
        }

        return TypedResults.Ok(new Replayed(decisions, same, decisions - same, differences));
    }

    private static Difference? Compare(Row row, Policy? policy)
    {
        if (policy is null)
            return new Difference(row.Id, row.Site, new Result(row.Outcome, row.Amount), Again: null, ["policy"]);

        using var facts = JsonDocument.Parse(row.Facts);
        var again = Assessor.Assess(policy, FactsDocument.Read(facts.RootElement).Facts);
        // What forbids it beside the rules is frozen with the decision, too.
        var outcome = JsonNamingPolicy.KebabCaseLower.ConvertName($"{Obstacles.Outcome(again.Outcome, row.Obstacles)}");
        using var stored = JsonDocument.Parse(row.Assessment ?? "null");
        var differs = new List<string>();
        if (row.Outcome != outcome)
            differs.Add("outcome");
        // Three people may pay against the rules; what they pay is their decision.
        if (row.State != "refused" && !row.IsOverridden && row.Amount != again.Amount)
            differs.Add("amount");
        if (!JsonElement.DeepEquals(stored.RootElement, JsonSerializer.SerializeToElement(again, HallJson.Options)))
            differs.Add("assessment");
        return differs.Count == 0
            ? null
            : new Difference(
                row.Id, row.Site, new Result(row.Outcome, row.Amount), new Result(outcome, again.Amount), differs);
    }

    private sealed record Row
    {
        public required string Site { get; init; }

        public required Guid Id { get; init; }

        public required string PolicySha256 { get; init; }

        public required string Facts { get; init; }

        public string? Assessment { get; init; }

        public string? Outcome { get; init; }

        public required string State { get; init; }

        public required decimal Amount { get; init; }

        public required bool IsOverridden { get; init; }

        public required string[] Obstacles { get; init; }
    }

    private sealed record Replayed(int Decisions, int Same, int Differing, IReadOnlyList<Difference> Differences);

    private sealed record Result(string? Outcome, decimal Amount);

    /// <param name="Id">The application.</param>
    /// <param name="Site">Where it was handed in.</param>
    /// <param name="Stored">What was decided.</param>
    /// <param name="Again">What comes out now; none where the text of the law is gone.</param>
    /// <param name="Differs"><c>outcome</c>, <c>amount</c>, <c>assessment</c>, or <c>policy</c> where its text is gone.</param>
    private sealed record Difference(Guid Id, string Site, Result Stored, Result? Again, IReadOnlyList<string> Differs);
}
