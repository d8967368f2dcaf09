namespace Wenden.Subsidy.Applications;

/// <summary>Applications of the caller's sites, the longest waiting first.</summary>
internal static class ListApplications
{
    private const int Most = 500;

    public static void MapListApplications(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/applications", Handle).RequireRole(Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Operator)
            .Audited("subsidy.list-applications");

    private static async Task<IResult> Handle(
        ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct,
        string? state = null, string? site = null, int limit = 100)
    {
        if (state is not null && !States.All.Contains(state))
            return Problem.Invalid("application.state-unknown", string.Join(", ", States.All));
        if (limit is < 1 or > Most)
            return Problem.Invalid("application.limit", Most);
        if (site is not null && !caller.ActsAt(site))
            return Problem.Forbidden("site.foreign", site);

        var own = caller.FindAll("site").Select(claim => claim.Value).ToArray();
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Line>(new CommandDefinition(
            """
            select site, id, case_id, renewed_from, item, person_id, programme, year, applied_on, accepted_at, state, outcome, amount
              from applications
             where (site = @site or (@site is null and ('*' = any(@own) or site = any(@own))))
               and (state = @state or @state is null)
             order by accepted_at, id
             limit @limit
            """,
            new { site, own, state, limit },
            cancellationToken: ct))).AsList();
        foreach (var row in rows)
            trail.Add(row.PersonId, Why.Of(row.CaseId, row.Id));
        return TypedResults.Ok(rows);
    }

    private sealed record Line(
        string Site,
        Guid Id,
        Guid? CaseId,
        Guid? RenewedFrom,
        string Item,
        Guid PersonId,
        string Programme,
        int Year,
        DateOnly AppliedOn,
        DateTimeOffset AcceptedAt,
        string State,
        string? Outcome,
        decimal Amount);
}
