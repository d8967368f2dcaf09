using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>What waits for a step of the review at a site, the longest waiting first; up to 500.</summary>
internal static class WorkList
{
    private static readonly string[] _steps = [States.FirstReview, States.SecondReview, States.OverrideReview];

    public static void MapWorkList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/work-list/{step}", Handle).RequireRole(Roles.Reviewer, Roles.Approver, Roles.Operator).Audited("subsidy.read-work");

    private static async Task<IResult> Handle(
        string site, string step, ClaimsPrincipal caller, NpgsqlDataSource database, PolicyBook policies, AuditTrail trail, TimeProvider clock,
        CancellationToken ct)
    {
        if (!_steps.Contains(step))
            return Problem.Invalid("work.step-unknown", string.Join(", ", _steps));
        var gives = caller.IsInRole(step == States.FirstReview ? Roles.Reviewer : Roles.Approver);
        if (!gives && !caller.IsInRole(Roles.Operator))
            return Problem.Forbidden("work.not-yours");

        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select id, case_id, renewed_from, item, person_id, payee ->> 'name' as name, programme, year, policy_sha256, applied_on, accepted_at, outcome,
                   obstacles,
                   first_overrides as proposes_override, (assessment ->> 'amount')::numeric as assessed_amount,
                   (facts -> 'paysMedical' ->> 'value')::boolean as pays_medical,
                   array(select jsonb_array_elements_text(assessment -> 'groups')) as groups,
                   array(select jsonb_array_elements_text(assessment -> 'failed')) as failed,
                   array(select jsonb_array_elements_text(assessment -> 'exclusions')) as exclusions,
                   case when claimed_until > @now then claimed_by end as claimed_by,
                   case when claimed_until > @now then claimed_until end as claimed_until,
                   lower(@by) in (lower(accepted_by), lower(coalesce(first_reviewer, '')), lower(coalesce(second_reviewer, ''))) as was_there
              from applications
             where site = @site and state = @step
             order by accepted_at, id
             limit 500
            """, new { site, step, by, now }, cancellationToken: ct))).AsList();
        foreach (var row in rows)
            trail.Add(row.PersonId, Why.Of(row.CaseId, row.Id));
        return TypedResults.Ok(rows.Select(row => new
        {
            row.Id,
            row.CaseId,
            row.RenewedFrom,
            row.Item,
            row.PersonId,
            row.Name,
            row.Programme,
            row.Year,
            row.AppliedOn,
            row.AcceptedAt,
            WaitingDays = Hall.DayOf(now).DayNumber - Hall.DayOf(row.AcceptedAt).DayNumber,
            row.Outcome,
            Amount = AmountOf(row, policies),
            row.Groups,
            row.Failed,
            row.Exclusions,
            row.Obstacles,
            row.ClaimedBy,
            row.ClaimedUntil,
            IsMine = string.Equals(row.ClaimedBy, by, StringComparison.OrdinalIgnoreCase),
            MayReview = gives && !row.WasThere,
            row.ProposesOverride,
        }));
    }

    /// <summary>Yuan a year that granting it would come to: by the rules, or by the override that is proposed; none where its policy is gone.</summary>
    private static decimal? AmountOf(Row row, PolicyBook policies) =>
        row is { Outcome: "eligible", Obstacles: [] } ? row.AssessedAmount
        : !row.ProposesOverride ? 0
        : policies.Of(row.PolicySha256) is { } policy ? Decisions.OverrideAmount(policy, row.PaysMedical)
        : null;

    private sealed record Row
    {
        public Guid Id { get; init; }

        public Guid? CaseId { get; init; }

        public Guid? RenewedFrom { get; init; }

        public required string Item { get; init; }

        public Guid PersonId { get; init; }

        public string? Name { get; init; }

        public required string Programme { get; init; }

        public int Year { get; init; }

        public required string PolicySha256 { get; init; }

        public DateOnly AppliedOn { get; init; }

        public DateTimeOffset AcceptedAt { get; init; }

        public string? Outcome { get; init; }

        public required string[] Obstacles { get; init; }

        public bool ProposesOverride { get; init; }

        public decimal? AssessedAmount { get; init; }

        public bool? PaysMedical { get; init; }

        public required string[] Groups { get; init; }

        public required string[] Failed { get; init; }

        public required string[] Exclusions { get; init; }

        public string? ClaimedBy { get; init; }

        public DateTimeOffset? ClaimedUntil { get; init; }

        public bool WasThere { get; init; }
    }
}
