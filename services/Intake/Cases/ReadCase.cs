namespace Wenden.Intake.Cases;

/// <summary><c>GET /sites/{site}/cases/{id}</c>, and <c>GET /sites/{site}/cases?ticket=</c> for all cases of one ticket.</summary>
internal static class ReadCase
{
    private static readonly string[] _readers = [Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Operator, Roles.Service];

    public static void MapReadCase(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/cases/{id:guid}", ReadOne).RequireRole(_readers).Audited("intake.read-case").WithName(nameof(ReadCase))
            .Produces<CaseView>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/sites/{site}/cases", ReadOfTicket).RequireRole(_readers).Audited("intake.read-cases").WithName(nameof(ReadOfTicket));
    }

    private static async Task<IResult> ReadOne(string site, Guid id, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await connection.ReadCaseAsync(site, id, ct) is not { } found)
            return Problem.NotFound("case.unknown");
        trail.Add(found.PersonId, Purpose.Case(id));
        return TypedResults.Ok(found);
    }

    private static async Task<IReadOnlyList<CaseView>> ReadOfTicket(
        string site, Guid ticket, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select id from cases where site = @site and ticket_id = @ticket order by opened_at, id", new { site, ticket }, cancellationToken: ct));
        var cases = new List<CaseView>();
        foreach (var id in ids.AsList())
            cases.Add((await connection.ReadCaseAsync(site, id, ct))!);
        foreach (var found in cases)
            trail.Add(found.PersonId, Purpose.Case(found.CaseId));
        return cases;
    }

    /// <summary>The case, or null where there is none.</summary>
    internal static async Task<CaseView?> ReadCaseAsync(this NpgsqlConnection connection, string site, Guid id, CancellationToken ct)
    {
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select * from cases where site = @site and id = @id;
            select * from case_items where site = @site and case_id = @id order by position;
            select *, id as form_id from case_forms where site = @site and case_id = @id order by id;
            select at, item, from_state as "from", to_state as "to", who, why from case_history where site = @site and case_id = @id order by id;
            select * from case_gaps where site = @site and case_id = @id order by due_on, material;
            select * from case_commitments where site = @site and case_id = @id order by offered_at, id;
            select * from case_supplements where site = @site and case_id = @id;
            select * from case_corrections where site = @site and case_id = @id order by asked_at, id;
            """, new { site, id }, cancellationToken: ct));
        if (await all.ReadSingleOrDefaultAsync<Row>() is not { } row)
            return null;
        var items = (await all.ReadAsync<CaseItem>()).AsList();
        var forms = (await all.ReadAsync<CaseForm>()).AsList();
        var history = (await all.ReadAsync<CaseStep>()).AsList();
        var gaps = (await all.ReadAsync<CaseGap>()).ToLookup(gap => gap.Item);
        var commitments = (await all.ReadAsync<CaseCommitment>()).ToLookup(commitment => commitment.Item);
        var supplements = (await all.ReadAsync<CaseSupplement>()).ToDictionary(supplement => supplement.Item);
        return new CaseView
        {
            Site = row.Site,
            SiteName = row.SiteName,
            CaseId = row.Id,
            TicketId = row.TicketId,
            TicketNumber = row.TicketNumber,
            Window = row.WindowNumber,
            PersonId = row.PersonId,
            Employer = row.EmployerCode is { } code ? new ActingFor(code, row.EmployerName!, row.Authority!) : null,
            State = CaseStates.OfCase([.. items.Select(item => item.State)]),
            OpenedBy = row.OpenedBy,
            OpenedAt = row.OpenedAt,
            AcceptedAt = row.AcceptedAt,
            Items =
            [
                .. items.Select(item => item with
                {
                    Gaps = [.. gaps[item.Code]], Commitments = [.. commitments[item.Code]], Supplement = supplements.GetValueOrDefault(item.Code),
                }),
            ],
            Forms = forms,
            History = history,
            Corrections = (await all.ReadAsync<CaseCorrection>()).AsList(),
        };
    }

    private sealed record Row
    {
        public required string Site { get; init; }

        public required string SiteName { get; init; }

        public required Guid Id { get; init; }

        public required Guid TicketId { get; init; }

        public required string TicketNumber { get; init; }

        public required int WindowNumber { get; init; }

        public required Guid PersonId { get; init; }

        public string? EmployerCode { get; init; }

        public string? EmployerName { get; init; }

        public string? Authority { get; init; }

        public required string OpenedBy { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public DateTimeOffset? AcceptedAt { get; init; }
    }
}
