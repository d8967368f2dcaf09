namespace Wenden.Subsidy.Applications;

/// <summary>What a reviewer says on an application. Whoever refuses says why.</summary>
internal sealed record Review(bool Approve, string? Note = null)
{
    public const int LongestNote = 2_000;

    public Problem? Fault() =>
        !Approve && string.IsNullOrWhiteSpace(Note) ? Problem.Invalid("review.note-missing")
        : Note?.Length > LongestNote ? Problem.Invalid("review.note-too-long", LongestNote)
        : null;
}

/// <summary>What a review comes to.</summary>
internal sealed record Reviewed(Guid Id, string State, decimal Amount);

/// <summary>First review (初审), by somebody other than the teller who accepted the case.</summary>
internal static class FirstReview
{
    public static void MapFirstReview(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/first-review", Handle).RequireRole(Roles.Reviewer).AsCommand()
            .Audited("subsidy.first-review");

    private static async Task<IResult> Handle(
        string site, Guid id, Review review, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (review.Fault() is { } fault)
            return fault;

        var (reviewer, now) = (caller.AccountName(), clock.GetUtcNow());
        var taken = await unit.Connection.QuerySingleOrDefaultAsync<(Guid PersonId, Guid? CaseId)?>(new CommandDefinition(
            """
            update applications
               set state = 'second-review', first_reviewer = @reviewer, first_approves = @Approve, first_note = @Note, first_reviewed_at = @now
             where site = @site and id = @id and state = 'first-review' and lower(accepted_by) <> lower(@reviewer)
            returning person_id, case_id
            """,
            new { site, id, reviewer, review.Approve, review.Note, now },
            cancellationToken: ct));
        if (taken is not var (personId, caseId))
            return await ReviewRefusal.ReasonAsync(unit.Connection, site, id, States.FirstReview, ct);
        unit.Audit(personId, Why.Of(caseId, id));

        var what = review.Approve ? "first-review-approves" : "first-review-refuses";
        await History.AddAsync(unit.Connection, site, id, now, reviewer, States.SecondReview, what, review.Note, ct);
        return TypedResults.Ok(new Reviewed(id, States.SecondReview, Amount: 0));
    }
}
