using System.Text.Json;

namespace Wenden.Subsidy.Applications;

/// <summary>One application with the facts it is judged on, the reasons, and everything that happened to it.</summary>
internal static class ShowApplication
{
    private static readonly string[] _roles = [Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Operator, Roles.Service];

    public static void MapShowApplication(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/applications/{id:guid}", ById).RequireRole(_roles).Audited("subsidy.read-application");
        routes.MapGet("/sites/{site}/applications/by-case/{caseId:guid}", ByCase).RequireRole(_roles).Audited("subsidy.read-application");
    }

    private static Task<IResult> ById(string site, Guid id, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct) =>
        ShowAsync(database, trail, site, id, caseId: null, ct);

    private static Task<IResult> ByCase(string site, Guid caseId, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct) =>
        ShowAsync(database, trail, site, id: null, caseId, ct);

    private static async Task<IResult> ShowAsync(
        NpgsqlDataSource database, AuditTrail trail, string site, Guid? id, Guid? caseId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select site, id, case_id, item, person_id, programme, year, policy_sha256, applied_on, accepted_at, accepted_by, state, duplicate_of,
                   facts::text as facts, assessment::text as assessment, first_reviewer, first_approves, first_note, second_reviewer,
                   second_approves, second_note, decided_at, amount, notice_id,
                   (select n.ends_on from notices n where n.id = notice_id) as notice_ends_on, released_by, released_at
              from applications
             where site = @site and (id = @id or case_id = @caseId)
             order by accepted_at, id
             limit 1
            """,
            new { site, id, caseId },
            cancellationToken: ct));
        if (row is null)
            return Problem.NotFound("application.unknown");
        trail.Add(row.PersonId, Why.Of(row.CaseId, row.Id));

        var history = await connection.QueryAsync<Step>(new CommandDefinition(
            "select step as number, at, by, state, what, why from application_history where site = @site and application_id = @Id order by step",
            new { site, row.Id },
            cancellationToken: ct));
        return TypedResults.Ok(new
        {
            row.Site,
            row.Id,
            row.CaseId,
            row.Item,
            row.PersonId,
            row.Programme,
            row.Year,
            row.PolicySha256,
            row.AppliedOn,
            row.AcceptedAt,
            row.AcceptedBy,
            row.State,
            row.DuplicateOf,
            row.Amount,
            row.DecidedAt,
            FirstReview = row.FirstReviewer is null ? null : new { By = row.FirstReviewer, Approve = row.FirstApproves, Note = row.FirstNote },
            SecondReview = row.SecondReviewer is null ? null : new { By = row.SecondReviewer, Approve = row.SecondApproves, Note = row.SecondNote },
            Notice = row.NoticeId is null ? null : new { Id = row.NoticeId, EndsOn = row.NoticeEndsOn },
            Released = row.ReleasedBy is null ? null : new { By = row.ReleasedBy, At = row.ReleasedAt },
            Facts = Parse(row.Facts),
            Assessment = Parse(row.Assessment),
            History = history,
        });
    }

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);

    private sealed record Step
    {
        public int Number { get; init; }

        public DateTimeOffset At { get; init; }

        public required string By { get; init; }

        public required string State { get; init; }

        public required string What { get; init; }

        public string? Why { get; init; }
    }

    private sealed record Row
    {
        public required string Site { get; init; }

        public Guid Id { get; init; }

        public Guid? CaseId { get; init; }

        public required string Item { get; init; }

        public Guid PersonId { get; init; }

        public required string Programme { get; init; }

        public int Year { get; init; }

        public required string PolicySha256 { get; init; }

        public DateOnly AppliedOn { get; init; }

        public DateTimeOffset AcceptedAt { get; init; }

        public required string AcceptedBy { get; init; }

        public required string State { get; init; }

        public Guid? DuplicateOf { get; init; }

        public string? Facts { get; init; }

        public string? Assessment { get; init; }

        public string? FirstReviewer { get; init; }

        public bool? FirstApproves { get; init; }

        public string? FirstNote { get; init; }

        public string? SecondReviewer { get; init; }

        public bool? SecondApproves { get; init; }

        public string? SecondNote { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public decimal Amount { get; init; }

        public Guid? NoticeId { get; init; }

        public DateOnly? NoticeEndsOn { get; init; }

        public string? ReleasedBy { get; init; }

        public DateTimeOffset? ReleasedAt { get; init; }
    }
}
