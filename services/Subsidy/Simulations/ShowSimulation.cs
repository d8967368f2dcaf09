using System.Text.Json;

namespace Wenden.Subsidy.Simulations;

/// <summary>How far the run is, and what it has come to so far.</summary>
internal static class ShowSimulation
{
    public static void MapShowSimulation(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/policy-drafts/{id:guid}/simulation", Handle).RequireRole(Roles.Operator, Roles.Approver, Roles.Auditor)
            .Audited("subsidy.read-simulation")
            .Produces<Shown>();

    private static async Task<IResult> Handle(Guid id, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select state, started_by, started_at, finished_at, done, gain, lose, same, unknown, cost_before, cost_now, examples
              from policy_simulations where draft_id = @id
            """,
            new { id },
            cancellationToken: ct));
        if (row is null)
            return Problem.NotFound("simulation.none");
        var examples = JsonSerializer.Deserialize<IReadOnlyList<Example>>(row.Examples, HallJson.Options)!;
        trail.Add(examples.Select(example => example.PersonId), Purpose.Policy(id));
        return TypedResults.Ok(new Shown(
            row.State, row.StartedBy, row.StartedAt, row.FinishedAt, row.State == "finished" ? row.Done : null, row.Done, row.Gain, row.Lose, row.Same, row.Unknown,
            row.CostBefore, row.CostNow, examples));
    }

    private sealed record Row
    {
        public required string State { get; init; }

        public required string StartedBy { get; init; }

        public required DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }

        public required int Done { get; init; }

        public required int Gain { get; init; }

        public required int Lose { get; init; }

        public required int Same { get; init; }

        public required int Unknown { get; init; }

        public required decimal CostBefore { get; init; }

        public required decimal CostNow { get; init; }

        public required string Examples { get; init; }
    }

    /// <param name="State"><c>running</c> or <c>finished</c>.</param>
    /// <param name="StartedBy">Account.</param>
    /// <param name="StartedAt">When.</param>
    /// <param name="FinishedAt">When; none while it runs.</param>
    /// <param name="People">How many there are in the registry; known once all are done.</param>
    /// <param name="Done">People judged so far.</param>
    /// <param name="Gain">Who would be paid more.</param>
    /// <param name="Lose">Who would be paid less.</param>
    /// <param name="Same">Who would be paid the same, mostly nothing.</param>
    /// <param name="Unknown">Of whom the registry knows too little under one policy or the other.</param>
    /// <param name="CostBefore">Yuan a year under the present policy.</param>
    /// <param name="CostNow">Yuan a year under the draft.</param>
    /// <param name="Examples">Some who gain or lose.</param>
    private sealed record Shown(
        string State, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int? People, int Done, int Gain, int Lose, int Same, int Unknown,
        decimal CostBefore, decimal CostNow, IReadOnlyList<Example> Examples);
}
