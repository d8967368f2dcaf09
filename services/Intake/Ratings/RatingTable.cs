using Wenden.Intake.Cases;
using Wenden.Intake.Rectification;

namespace Wenden.Intake.Ratings;

/// <summary>The table of ratings.</summary>
internal static class RatingTable
{
    private const int LongestComment = 500;

    /// <summary>An item can be rated once it was accepted or given up, and when the visit is over.</summary>
    private const string Rateable = "(i.state not in ('draft', 'awaiting-signature', 'signed') or v.finished_at is not null)";

    private const string Items =
        $"""
        select i.case_id, i.code as item, i.name, r.level, r.comment, r.rated_at, e.link as finding
          from cases c
          join visits v on v.site = c.site and v.ticket_id = c.ticket_id
          join case_items i on i.site = c.site and i.case_id = c.id
          left join ratings r on r.site = i.site and r.case_id = i.case_id and r.item = i.code
          left join ledger_entries e on e.site = i.site and e.case_id = i.case_id and e.item = i.code
         where {Rateable}
        """;

    /// <summary>The items of a visit that can be rated or were.</summary>
    public static async Task<IReadOnlyList<RatedItem>> RatedOfVisitAsync(this NpgsqlConnection connection, string site, Guid ticketId, CancellationToken ct) =>
        (await connection.QueryAsync<RatedItem>(new CommandDefinition(
            Items + " and c.site = @site and c.ticket_id = @ticketId order by c.opened_at, c.id, i.position", new { site, ticketId }, cancellationToken: ct))).AsList();

    /// <summary>The same of a person's latest hundred cases, at any site.</summary>
    public static async Task<IReadOnlyList<RatedItem>> RatedOfPersonAsync(this NpgsqlConnection connection, Guid person, CancellationToken ct) =>
        (await connection.QueryAsync<RatedItem>(new CommandDefinition(
            Items + " and (c.site, c.id) in (select site, id from cases where person_id = @person order by opened_at desc, id desc limit 100) order by c.opened_at desc, c.id, i.position",
            new { person }, cancellationToken: ct))).AsList();

    /// <summary>What is wrong with a rating; null where nothing is.</summary>
    public static Problem? Check(RatingRequest request) =>
        !RatingLevel.All.Contains(request.Level) ? Problem.Invalid("rating.level")
        : request.Comment?.Trim().Length > LongestComment ? Problem.Invalid("rating.comment", LongestComment)
        : LedgerTable.CheckContact(request.Contact);

    /// <summary>
    /// Rates an item, and opens an entry on the ledger where the rating is bad. Whoever says the same twice is answered the same; another rating of the
    /// item is refused.
    /// </summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="site">The site of the case.</param>
    /// <param name="caseId">The case, which the caller may rate.</param>
    /// <param name="item">Code of the item.</param>
    /// <param name="request">What is said, checked.</param>
    /// <param name="givenOn"><c>phone</c>, <c>own-page</c> or <c>window</c>.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Ends the waiting.</param>
    public static async Task<(RatedItem? Rated, Problem? Problem)> RateAsync(
        this UnitOfWork unit, string site, Guid caseId, string item, RatingRequest request, string givenOn, DateTimeOffset now, CancellationToken ct)
    {
        if (!await unit.LockCaseAsync(site, caseId, ct))
            return (null, Problem.NotFound("rating.unknown"));
        if (await FindAsync(unit, site, caseId, item, ct) is null)
            return (null, Problem.NotFound("rating.unknown"));

        var comment = request.Comment?.Trim() is { Length: > 0 } said ? said : null;
        var isNew = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ratings (site, case_id, item, level, comment, given_on, rated_at)
            values (@site, @caseId, @item, @Level, @comment, @givenOn, @now)
                on conflict do nothing
            """, new { site, caseId, item, request.Level, comment, givenOn, now }, cancellationToken: ct)) == 1;
        if (isNew && RatingLevel.IsBad(request.Level))
        {
            await unit.OpenEntryAsync(
                new NewEntry { Site = site, Origin = "rating", What = comment ?? "", Contact = request.Contact, CaseId = caseId, Item = item, At = now }, ct);
        }

        var rated = (await FindAsync(unit, site, caseId, item, ct))!;
        // On the tablet nobody learns by trying what was said before.
        return isNew || (givenOn != "window" && rated.Level == request.Level && rated.Comment == comment) ? (rated, null) : (null, Problem.Conflict("rating.given"));
    }

    private static Task<RatedItem?> FindAsync(UnitOfWork unit, string site, Guid caseId, string item, CancellationToken ct) =>
        unit.Connection.QuerySingleOrDefaultAsync<RatedItem>(new CommandDefinition(
            Items + " and c.site = @site and c.id = @caseId and i.code = @item", new { site, caseId, item }, cancellationToken: ct));
}
