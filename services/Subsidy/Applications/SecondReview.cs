using Wenden.Contracts.Registry;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// Second review (复核), by somebody other than the teller and the first reviewer. It decides, sends back, or passes on to a third person. The
/// frozen facts stand; for death and other programmes the registers are looked at again, and what cannot be looked at is not granted.
/// </summary>
internal static class SecondReview
{
    public static void MapSecondReview(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/second-review", Handle).RequireRole(Roles.Approver).AsCommand()
            .Audited("subsidy.second-review");

    private static async Task<IResult> Handle(
        string site, Guid id, Review review, ClaimsPrincipal caller, UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock,
        CancellationToken ct)
    {
        if (review.Fault() is { } fault)
            return fault;
        var files = await Pending.FilesAsync(unit.Connection, record, site, [id], States.SecondReview, ct);
        return (await GiveAsync(unit, policies, files, site, id, new Reviewing(review, caller.AccountName(), clock.GetUtcNow()), ct)).Answer;
    }

    /// <summary>Gives the review, whose faults have been looked for.</summary>
    public static async Task<Given> GiveAsync(
        UnitOfWork unit, PolicyBook policies, IReadOnlyDictionary<Guid, PersonFile> files, string site, Guid id, Reviewing given, CancellationToken ct)
    {
        var (review, by, now) = given;
        if (await Pending.LockAsync(unit.Connection, site, id, States.SecondReview, by, now, ct) is not { } pending)
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, by, now, ct, States.SecondReview);
        if (policies.Of(pending.PolicySha256) is not { } policy)
            return Problem.Conflict("review.policy-gone", pending.Programme, pending.Year);
        var file = files.GetValueOrDefault(pending.PersonId);
        if (await pending.JudgeAsync(unit.Connection, policy, file, ct) is not var (outcome, diedOn, findings))
            return Problem.Conflict("review.assessment-broken");

        var isAllowed = Decisions.IsAllowed(outcome, findings.Obstacles);
        var decision = Decisions.Of(
            isAllowed, new Vote(pending.FirstApproves, pending.FirstOverrides), new Vote(review.Approve, review.Override));
        if (Hindrance(decision, isAllowed, review, file) is { } hindrance)
            return hindrance;

        var state = StateAfter(decision);
        var amount = decision == Decision.Approved ? pending.AssessedAmount!.Value : 0;
        await WriteAsync(unit, pending, given, new Written(state, amount, outcome, diedOn, findings.Obstacles), ct);
        unit.Audit(pending.PersonId, Why.Of(pending.CaseId, id));
        var what = review.Override ? "second-review-overrides" : review.Approve ? "second-review-approves" : "second-review-refuses";
        await History.AddAsync(unit.Connection, site, id, now, by, state, what, review.Note, ct);
        if (decision is Decision.Approved or Decision.Refused)
            pending.Tell(unit, decision == Decision.Approved, amount, Decisions.Reasons(isAllowed, decision == Decision.Approved, findings), now);
        return new Reviewed(id, state, amount);
    }

    private static Problem? Hindrance(Decision decision, bool isAllowed, Review review, PersonFile? file) =>
        review.Override && isAllowed ? Problem.Conflict("override.needless")
        : decision == Decision.SentBack && review.IsSilent() ? Problem.Invalid("review.note-missing")
        : decision == Decision.Approved && file is null ? Problem.Conflict("review.person-unknown")
        : null;

    private static string StateAfter(Decision decision) => decision switch
    {
        Decision.Approved => States.Approved,
        Decision.Refused => States.Refused,
        Decision.SentBack => States.FirstReview,
        Decision.ForOverride => States.OverrideReview,
        _ => throw new InvalidOperationException($"{decision} leads to no state."),
    };

    private static Task<int> WriteAsync(UnitOfWork unit, Pending pending, Reviewing given, Written written, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update applications
               set state = @State, amount = @Amount, outcome = @outcome, obstacles = @obstacles, died_on = @DiedOn, second_note = @Note,
                   second_reviewer = case when @sentBack then null else @By end,
                   second_approves = case when @sentBack then null else @Approve end,
                   second_overrides = @Override and not @sentBack,
                   decided_at = case when @State in ('approved', 'refused') then @At::timestamptz end,
                   first_reviewer = case when @sentBack then null else first_reviewer end,
                   first_approves = case when @sentBack then null else first_approves end,
                   first_overrides = first_overrides and not @sentBack,
                   claimed_by = null, claimed_until = null
             where site = @Site and id = @Id and state = 'second-review'
            """,
            new
            {
                pending.Site,
                pending.Id,
                given.By,
                given.At,
                given.Review.Approve,
                given.Review.Override,
                given.Review.Note,
                written.State,
                written.Amount,
                written.DiedOn,
                outcome = written.Outcome.ToString().ToLowerInvariant(),
                obstacles = written.Obstacles.ToArray(),
                sentBack = written.State == States.FirstReview,
            },
            cancellationToken: ct));

    private sealed record Written(string State, decimal Amount, Outcome Outcome, DateOnly? DiedOn, IReadOnlyList<string> Obstacles);
}
