namespace Wenden.Subsidy.Applications;

/// <summary>
/// A reviewer keeps an application to themselves for 30 minutes; claiming again begins anew, and nobody need wait for a claim that has ended.
/// <c>…/unclaim</c> gives it back. Both are safe to send twice.
/// </summary>
internal static class ClaimApplication
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    internal sealed record Claimed(Guid Id, string? ClaimedBy = null, DateTimeOffset? ClaimedUntil = null);

    public static void MapClaimApplication(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/applications/{id:guid}/claim", ClaimAsync).RequireRole(Roles.Reviewer, Roles.Approver).AsCommand()
            .Audited("subsidy.claim");
        routes.MapPost("/sites/{site}/applications/{id:guid}/unclaim", UnclaimAsync).RequireRole(Roles.Reviewer, Roles.Approver).AsCommand()
            .Audited("subsidy.unclaim");
    }

    private static async Task<IResult> ClaimAsync(
        string site, Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var states = StatesOf(caller);
        var until = now + Length;
        var claimed = await unit.Connection.QuerySingleOrDefaultAsync<(Guid PersonId, Guid? CaseId)?>(new CommandDefinition(
            """
            update applications
               set claimed_by = @by, claimed_until = @until
             where site = @site and id = @id and state = any(@states)
               and lower(@by) not in (lower(accepted_by), lower(coalesce(first_reviewer, '')), lower(coalesce(second_reviewer, '')))
               and (claimed_by is null or claimed_until <= @now or lower(claimed_by) = lower(@by))
            returning person_id, case_id
            """, new { site, id, by, now, until, states }, cancellationToken: ct));
        if (claimed is not var (personId, caseId))
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, by, now, ct, states);
        unit.Audit(personId, Why.Of(caseId, id));
        return TypedResults.Ok(new Claimed(id, by, until));
    }

    private static async Task<IResult> UnclaimAsync(
        string site, Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var freed = await unit.Connection.QuerySingleOrDefaultAsync<(Guid PersonId, Guid? CaseId)?>(new CommandDefinition(
            """
            update applications
               set claimed_by = null, claimed_until = null
             where site = @site and id = @id and (claimed_by is null or claimed_until <= @now or lower(claimed_by) = lower(@by))
            returning person_id, case_id
            """, new { site, id, by, now }, cancellationToken: ct));
        if (freed is not var (personId, caseId))
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, by, now, ct, [.. States.All]);
        unit.Audit(personId, Why.Of(caseId, id));
        return TypedResults.Ok(new Claimed(id));
    }

    private static string[] StatesOf(ClaimsPrincipal caller) =>
    [
        .. caller.IsInRole(Roles.Reviewer) ? [States.FirstReview] : Array.Empty<string>(),
        .. caller.IsInRole(Roles.Approver) ? [States.SecondReview, States.OverrideReview] : Array.Empty<string>(),
    ];
}
