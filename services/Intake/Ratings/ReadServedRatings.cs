namespace Wenden.Intake.Ratings;

/// <summary>
/// <c>GET /sites/{site}/ratings</c>: what visitors said of a teller's own cases in the last 30 days, the last first. Nothing of a case that is not closed:
/// whoever serves sees no rating before all of it has come to its end. Names nobody.
/// </summary>
internal static class ReadServedRatings
{
    private const int Most = 200;
    private const int Days = 30;

    internal sealed record ServedRating
    {
        public required string TicketNumber { get; init; }

        public required string Name { get; init; }

        /// <summary>One of <see cref="RatingLevel"/>.</summary>
        public required string Level { get; init; }

        public string? Comment { get; init; }

        public required DateTimeOffset RatedAt { get; init; }
    }

    public static void MapReadServedRatings(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/ratings", HandleAsync).RequireRole(Roles.Teller).WithName(nameof(ReadServedRatings));

    private static async Task<IReadOnlyList<ServedRating>> HandleAsync(
        string site, ClaimsPrincipal caller, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<ServedRating>(new CommandDefinition(
            """
            select c.ticket_number, i.name, r.level, r.comment, r.rated_at
              from ratings r
              join cases c on c.site = r.site and c.id = r.case_id
              join case_items i on i.site = r.site and i.case_id = r.case_id and i.code = r.item
             where r.site = @site and r.rated_at > @since and c.opened_by = @who
               and not exists (
                   select from case_items o where o.site = c.site and o.case_id = c.id and o.state not in ('completed', 'rejected', 'withdrawn'))
             order by r.rated_at desc
             limit @Most
            """, new { site, who = caller.AccountName(), since = clock.GetUtcNow().AddDays(-Days), Most }, cancellationToken: ct))).AsList();
    }
}
