using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// A third person decides, with a written reason, on what both reviews ask to grant against rules or obstacles. What has come up since the reviews
/// goes back to the first.
/// </summary>
internal static class OverrideReview
{
    /// <param name="Approve">Whether to grant.</param>
    /// <param name="Note">Why; 1 to 2,000 characters.</param>
    internal sealed record Request(bool Approve, string Note);

    public static void MapOverrideReview(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/override", Handle).RequireRole(Roles.Approver).AsCommand()
            .Audited("subsidy.override");

    private static async Task<IResult> Handle(
        string site, Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock,
        CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Note))
            return Problem.Invalid("review.note-missing");
        if (Review.FaultOf(request.Note) is { } fault)
            return fault;

        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var files = await Pending.FilesAsync(unit.Connection, record, site, [id], States.OverrideReview, ct);
        if (await Pending.LockAsync(unit.Connection, site, id, States.OverrideReview, by, now, ct) is not { } pending)
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, by, now, ct, States.OverrideReview);
        if (policies.Of(pending.PolicySha256) is not { } policy)
            return Problem.Conflict("review.policy-gone", pending.Programme, pending.Year);
        var file = files.GetValueOrDefault(pending.PersonId);
        if (request.Approve && file is null)
            return Problem.Conflict("review.person-unknown");
        if (await pending.JudgeAsync(unit.Connection, policy, file, ct) is not var (outcome, diedOn, findings))
            return Problem.Conflict("review.assessment-broken");

        unit.Audit(pending.PersonId, Why.Of(pending.CaseId, id));
        var isNew = request.Approve && findings.Obstacles.Except(pending.Obstacles).Any();
        var state = isNew ? States.FirstReview : request.Approve ? States.Approved : States.Refused;
        var amount = state == States.Approved ? Decisions.OverrideAmount(policy, pending.PaysMedical) : 0;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update applications
               set state = @state, amount = @amount, outcome = @outcome, obstacles = @obstacles, died_on = @diedOn,
                   overridden_by = case when @isNew then null else @by end,
                   override_note = case when @isNew then null else @Note end,
                   overridden_at = case when @isNew then null else @now::timestamptz end,
                   decided_at = case when @isNew then null else @now::timestamptz end,
                   first_reviewer = case when @isNew then null else first_reviewer end,
                   first_approves = case when @isNew then null else first_approves end,
                   first_overrides = first_overrides and not @isNew,
                   second_reviewer = case when @isNew then null else second_reviewer end,
                   second_approves = case when @isNew then null else second_approves end,
                   second_overrides = second_overrides and not @isNew,
                   claimed_by = null, claimed_until = null
             where site = @site and id = @id and state = 'override-review'
            """,
            new
            {
                site, id, state, amount, by, now, isNew, diedOn, request.Note, outcome = outcome.ToString().ToLowerInvariant(),
                obstacles = findings.Obstacles.ToArray(),
            },
            cancellationToken: ct));

        var (what, why) = isNew ? ("obstacle-found", string.Join(", ", findings.Obstacles)) : (request.Approve ? "override-approves" : "override-refuses", request.Note);
        await History.AddAsync(unit.Connection, site, id, now, isNew ? History.System : by, state, what, why, ct);
        if (!isNew)
            pending.Tell(unit, request.Approve, amount, Decisions.Reasons(Decisions.IsAllowed(outcome, findings.Obstacles), request.Approve, findings), now);
        return TypedResults.Ok(new Reviewed(id, state, amount));
    }
}
