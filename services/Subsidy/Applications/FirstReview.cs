namespace Wenden.Subsidy.Applications;

/// <summary>
/// First review (初审), by somebody other than the teller who accepted the case. Who was asked for a supplement and does not bring it can be refused
/// without.
/// </summary>
internal static class FirstReview
{
    public static void MapFirstReview(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/first-review", Handle).RequireRole(Roles.Reviewer).AsCommand()
            .Audited("subsidy.first-review");

    private static async Task<IResult> Handle(
        string site, Guid id, Review review, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct) =>
        review.Fault() ?? (await GiveAsync(unit, site, id, new Reviewing(review, caller.AccountName(), clock.GetUtcNow()), ct)).Answer;

    /// <summary>Gives the review, whose faults have been looked for.</summary>
    public static async Task<Given> GiveAsync(UnitOfWork unit, string site, Guid id, Reviewing given, CancellationToken ct)
    {
        var review = given.Review;
        var taken = await unit.Connection.QuerySingleOrDefaultAsync<(Guid PersonId, Guid? CaseId)?>(new CommandDefinition(
            """
            update applications
               set state = 'second-review', first_reviewer = @By, first_approves = @Approve, first_overrides = @Override, first_note = @Note,
                   first_reviewed_at = @At, claimed_by = null, claimed_until = null
             where site = @site and id = @id and (state = 'first-review' or (state = 'supplement' and not @Approve))
               and lower(accepted_by) <> lower(@By)
               and (claimed_by is null or claimed_until <= @At or lower(claimed_by) = lower(@By))
               and (not @Override or outcome <> 'eligible' or obstacles <> '{}')
            returning person_id, case_id
            """,
            new { site, id, given.By, given.At, review.Approve, review.Override, review.Note },
            cancellationToken: ct));
        if (taken is not var (personId, caseId))
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, given.By, given.At, ct, [.. Expected(review)]);

        unit.Audit(personId, Why.Of(caseId, id));
        var what = review.Override ? "first-review-overrides" : review.Approve ? "first-review-approves" : "first-review-refuses";
        await History.AddAsync(unit.Connection, site, id, given.At, given.By, States.SecondReview, what, review.Note, ct);
        return new Reviewed(id, States.SecondReview, Amount: 0);
    }

    private static IEnumerable<string> Expected(Review review) =>
        review.Approve ? [States.FirstReview] : [States.FirstReview, States.Supplement];
}
