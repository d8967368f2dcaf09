using System.Text.Json;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// One application with the facts it is judged on, what stands in the way, the reasons, what differs from the year before, and everything that
/// happened to it. Numbers of identity and account are masked.
/// </summary>
internal static class ShowApplication
{
    private static readonly string[] _roles = [Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Operator, Roles.Service];

    public static void MapShowApplication(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/applications/{id:guid}", ById).RequireRole(_roles).Audited("subsidy.read-application");
        routes.MapGet("/sites/{site}/applications/by-case/{caseId:guid}", ByCase).RequireRole(_roles).Audited("subsidy.read-application");
    }

    private static Task<IResult> ById(
        string site, Guid id, NpgsqlDataSource database, PolicyBook policies, AuditTrail trail, TimeProvider clock, CancellationToken ct) =>
        ShowAsync(database, policies, trail, clock, site, id, caseId: null, ct);

    private static Task<IResult> ByCase(
        string site, Guid caseId, NpgsqlDataSource database, PolicyBook policies, AuditTrail trail, TimeProvider clock, CancellationToken ct) =>
        ShowAsync(database, policies, trail, clock, site, id: null, caseId, ct);

    private static async Task<IResult> ShowAsync(
        NpgsqlDataSource database, PolicyBook policies, AuditTrail trail, TimeProvider clock, string site, Guid? id, Guid? caseId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await ApplicationRow.ReadAsync(connection, site, id, caseId, clock.GetUtcNow(), ct) is not { } row)
            return Problem.NotFound("application.unknown");
        trail.Add(row.PersonId, Why.Of(row.CaseId, row.Id));

        var policy = policies.Of(row.PolicySha256);
        var others = policy is not null && row.Obstacles.Contains(DecisionCodes.OtherProgramme)
            ? await Obstacles.OtherProgrammesAsync(connection, row.PersonId, policy, ct)
            : [];
        var history = await connection.QueryAsync<Step>(new CommandDefinition(
            "select step as number, at, by, state, what, why from application_history where site = @site and application_id = @Id order by step",
            new { site, row.Id },
            cancellationToken: ct));
        return TypedResults.Ok(new
        {
            row.Site,
            row.Id,
            row.CaseId,
            row.RenewedFrom,
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
            row.Outcome,
            row.Amount,
            row.DecidedAt,
            Payee = Masked(Payee.Read(row.Payee)),
            Obstacles = row.Obstacles.Select(code => Obstacles.TextOf(code, row.DiedOn, others) is var text ? new { Code = code, text.Zh, text.En } : null),
            Supplement = row.Supplement is null ? null : new { Missing = row.Supplement, AskedBy = row.SupplementAskedBy, AskedAt = row.SupplementAskedAt },
            FirstReview = row.FirstReviewer is null
                ? null : new { By = row.FirstReviewer, Approve = row.FirstApproves, Note = row.FirstNote, Override = row.FirstOverrides },
            SecondReview = row.SecondReviewer is null
                ? null : new { By = row.SecondReviewer, Approve = row.SecondApproves, Note = row.SecondNote, Override = row.SecondOverrides },
            Override = row.OverriddenBy is null ? null : new { By = row.OverriddenBy, Note = row.OverrideNote, At = row.OverriddenAt },
            row.ClaimedBy,
            row.ClaimedUntil,
            Notice = row.NoticeId is null ? null : new { Id = row.NoticeId, EndsOn = row.NoticeEndsOn },
            Released = row.ReleasedBy is null ? null : new { By = row.ReleasedBy, At = row.ReleasedAt },
            Revoked = row.RevokedBy is null ? null : new { By = row.RevokedBy, Note = row.RevokeNote, At = row.RevokedAt },
            Facts = Parse(row.Facts),
            Assessment = Parse(row.Assessment),
            SinceLastYear = Parse(row.FactsBefore) is { } before && Parse(row.Facts) is { } now
                ? FactChanges.Between(policy?.FactLabels, before, now) : null,
            History = history,
        });
    }

    private static object? Masked(Payee? payee) => payee is null ? null : new
    {
        payee.Name,
        IdNumber = payee.IdNumber is null ? null : IdentityNumber.Mask(payee.IdNumber),
        payee.Bank,
        Account = payee.Account is null ? null : $"{new string('*', Math.Max(payee.Account.Length - 4, 0))}{payee.Account[Math.Max(payee.Account.Length - 4, 0)..]}",
    };

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
}
