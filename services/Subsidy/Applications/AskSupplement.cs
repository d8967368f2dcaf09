using Wenden.Contracts.Subsidy;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// A reviewer asks the applicant for all that is missing (补正), once an application. Intake gives the visitor the one-time notice; what is brought to
/// the counter puts the application back into first review on fresh facts. The same asked again by the same person gives the same answer.
/// </summary>
internal static class AskSupplement
{
    private const int Longest = 500;

    /// <param name="Missing">All that is missing, for the applicant to read; 1 to 500 characters.</param>
    internal sealed record Request(string Missing);

    public static void MapAskSupplement(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/supplement", Handle).RequireRole(Roles.Reviewer).AsCommand()
            .Audited("subsidy.ask-supplement");

    private static async Task<IResult> Handle(
        string site, Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var missing = request.Missing.Trim();
        if (missing.Length is 0 or > Longest || missing.Contains('\0'))
            return Problem.Invalid("supplement.missing", Longest);

        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var asked = await unit.Connection.QuerySingleOrDefaultAsync<Asked>(new CommandDefinition(
            """
            update applications
               set state = 'supplement', supplement = @missing, supplement_asked_by = @by, supplement_asked_at = @now, claimed_by = null, claimed_until = null
             where site = @site and id = @id and state = 'first-review' and case_id is not null and supplement is null
               and lower(accepted_by) <> lower(@by)
               and (claimed_by is null or claimed_until <= @now or lower(claimed_by) = lower(@by))
            returning case_id, person_id, item
            """, new { site, id, missing, by, now }, cancellationToken: ct));
        if (asked is null)
            return await RefuseAsync(unit, site, id, missing, by, now, ct);

        unit.Audit(asked.PersonId, Purpose.Case(asked.CaseId));
        await History.AddAsync(unit.Connection, site, id, now, by, States.Supplement, "supplement-asked", missing, ct);
        unit.Publish(new SubsidySupplementAsked
        {
            Site = site, CaseId = asked.CaseId, ApplicationId = id, Item = asked.Item, Missing = missing, AskedBy = by, AskedAt = now,
        });
        return TypedResults.Ok(new Reviewed(id, States.Supplement, Amount: 0));
    }

    private static async Task<IResult> RefuseAsync(
        UnitOfWork unit, string site, Guid id, string missing, string by, DateTimeOffset now, CancellationToken ct)
    {
        var found = await unit.Connection.QuerySingleOrDefaultAsync<Standing>(new CommandDefinition(
            "select state, case_id, supplement, supplement_asked_by, supplement_asked_at from applications where site = @site and id = @id",
            new { site, id }, cancellationToken: ct));
        return found switch
        {
            { CaseId: null } => Problem.Conflict("supplement.no-case"),
            { State: States.Supplement } when found.Supplement == missing && found.SupplementAskedBy == by =>
                TypedResults.Ok(new Reviewed(id, States.Supplement, Amount: 0)),
            { Supplement: not null } => Problem.Conflict("supplement.asked").With("askedAt", found.SupplementAskedAt),
            _ => await ReviewRefusal.ReasonAsync(unit.Connection, site, id, by, now, ct, States.FirstReview),
        };
    }

    private sealed record Asked(Guid CaseId, Guid PersonId, string Item);

    private sealed record Standing
    {
        public required string State { get; init; }

        public Guid? CaseId { get; init; }

        public string? Supplement { get; init; }

        public string? SupplementAskedBy { get; init; }

        public DateTimeOffset? SupplementAskedAt { get; init; }
    }
}
