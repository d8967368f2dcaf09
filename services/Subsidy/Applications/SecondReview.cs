using System.Data;
using Wenden.Contracts.Subsidy;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>Second review (复核), by somebody other than the teller and the first reviewer. It decides, or sends back.</summary>
internal static class SecondReview
{
    public static void MapSecondReview(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/second-review", Handle).RequireRole(Roles.Approver).AsCommand()
            .Audited("subsidy.second-review");

    private static async Task<IResult> Handle(
        string site, Guid id, Review review, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (review.Fault() is { } fault)
            return fault;

        var (approver, now) = (caller.AccountName(), clock.GetUtcNow());
        if (await LockAsync(unit.Connection, site, id, approver, ct) is not { } pending)
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, States.SecondReview, ct);
        unit.Audit(pending.PersonId, Why.Of(pending.CaseId, id));

        var decision = Decisions.Of(Enum.Parse<Outcome>(pending.Outcome, ignoreCase: true), pending.FirstApproves, review.Approve);
        var state = decision switch
        {
            Decision.Approved => States.Approved,
            Decision.Refused => States.Refused,
            Decision.SentBack => States.FirstReview,
            _ => throw new InvalidOperationException($"{decision} leads to no state."),
        };
        var amount = decision == Decision.Approved ? pending.AssessedAmount : 0;
        await WriteAsync(unit.Connection, site, id, approver, review, state, amount, now, ct);

        var what = review.Approve ? "second-review-approves" : "second-review-refuses";
        await History.AddAsync(unit.Connection, site, id, now, approver, state, what, review.Note, ct);
        if (decision != Decision.SentBack)
            unit.Publish(Decided(site, id, pending, decision == Decision.Approved, amount, now));
        return TypedResults.Ok(new Reviewed(id, state, amount));
    }

    private static Task<Pending?> LockAsync(IDbConnection connection, string site, Guid id, string approver, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Pending>(new CommandDefinition(
            """
            select case_id, person_id, item, outcome, first_approves, (assessment ->> 'amount')::numeric as assessed_amount,
                   array(select jsonb_array_elements_text(assessment -> 'groups')) as groups,
                   array(select jsonb_array_elements_text(assessment -> 'failed')) as failed,
                   array(select jsonb_array_elements_text(assessment -> 'exclusions')) as exclusions
              from applications
             where site = @site and id = @id and state = 'second-review'
               and lower(accepted_by) <> lower(@approver) and lower(first_reviewer) <> lower(@approver)
               for update
            """,
            new { site, id, approver },
            cancellationToken: ct));

    private static Task<int> WriteAsync(
        IDbConnection connection, string site, Guid id, string approver, Review review, string state, decimal amount, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update applications
               set state = @state, amount = @amount, second_note = @Note,
                   second_reviewer = case when @sentBack then null else @approver end,
                   second_approves = case when @sentBack then null else @Approve end,
                   decided_at = case when @sentBack then null else @now end,
                   first_reviewer = case when @sentBack then null else first_reviewer end,
                   first_approves = case when @sentBack then null else first_approves end
             where site = @site and id = @id and state = 'second-review'
            """,
            new { site, id, approver, review.Approve, review.Note, state, amount, now, sentBack = state == States.FirstReview },
            cancellationToken: ct));

    private static SubsidyDecided Decided(string site, Guid id, Pending pending, bool approved, decimal amount, DateTimeOffset now)
    {
        var byRules = approved ? pending.Groups : [.. pending.Failed, .. pending.Exclusions];
        return new SubsidyDecided
        {
            Site = site,
            CaseId = pending.CaseId,
            ApplicationId = id,
            Item = pending.Item,
            Approved = approved,
            Amount = amount,
            Reasons = !approved && pending.Outcome == "eligible" ? [DecisionCodes.Review] : byRules,
            DecidedAt = now,
        };
    }

    private sealed record Pending
    {
        public required Guid CaseId { get; init; }

        public required Guid PersonId { get; init; }

        public required string Item { get; init; }

        public required string Outcome { get; init; }

        public required bool FirstApproves { get; init; }

        public required decimal AssessedAmount { get; init; }

        public required string[] Groups { get; init; }

        public required string[] Failed { get; init; }

        public required string[] Exclusions { get; init; }
    }
}
