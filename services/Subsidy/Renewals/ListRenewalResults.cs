using System.Text.Json;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Renewals;

/// <summary>
/// What became of the people of a site: who is asked for something and has not come yet, who is not renewed and why, whose file could not be judged.
/// </summary>
internal static class ListRenewalResults
{
    private const int Most = 500;

    public static void MapListRenewalResults(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/renewals/{result}", Handle).RequireRole(Roles.Teller, Roles.Reviewer, Roles.Approver)
            .Audited("subsidy.list-renewals");

    private static async Task<IResult> Handle(
        string site, string result, string programme, int year, PolicyBook policies, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct,
        Guid? after = null)
    {
        if (!Renewal.States.Contains(result))
            return Problem.NotFound("renewal.result-unknown", string.Join(", ", Renewal.States));
        if (policies.Find(programme, year) is not { } policy)
            return Problem.NotFound("programme.unknown", programme, year);

        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select result.run_id, result.person_id, before.payee ->> 'name' as name, result.application_id, result.renewed_as, result.at,
                   result.changed::text as changed, result.reasons::text as reasons, result.outcome
              from renewal_runs as run
              join renewal_results as result on result.run_id = run.id
              join applications as before on before.site = result.site and before.id = result.application_id
             where run.programme = @programme and run.year = @year and result.site = @site and result.state = @result
               and result.application_id > coalesce(@after, '00000000-0000-0000-0000-000000000000')
               and not (result.state = 'asked' and exists (
                       select from applications as own
                        where own.person_id = result.person_id and own.programme = @programme and own.year = @year))
             order by result.application_id
             limit @Most
            """,
            new { site, result, programme, year, after, Most },
            cancellationToken: ct))).AsList();
        foreach (var row in rows)
            trail.Add(row.PersonId, Purpose.Renewal(row.RunId));
        return TypedResults.Ok(rows.Select(row => row.Readable(policy)));
    }

    private sealed record Row
    {
        public Guid RunId { get; init; }

        public Guid PersonId { get; init; }

        public string? Name { get; init; }

        public Guid ApplicationId { get; init; }

        public Guid? RenewedAs { get; init; }

        public DateTimeOffset At { get; init; }

        public required string Changed { get; init; }

        public required string Reasons { get; init; }

        public string? Outcome { get; init; }

        public object Readable(Policy policy) => new
        {
            PersonId,
            Name,
            ApplicationId,
            RenewedAs,
            AskedAt = At,
            Changed = JsonSerializer.Deserialize<ChangedFact[]>(Changed, HallJson.Options)!
                .Select(fact => new { fact.Fact, Label = ChangedFact.LabelOf(policy, fact.Fact), fact.Before, fact.Now }),
            Reasons = JsonSerializer.Deserialize<RenewalReason[]>(Reasons, HallJson.Options),
            Outcome,
        };
    }
}
