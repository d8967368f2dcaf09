namespace Wenden.Intake.Ratings;

/// <summary>
/// <c>GET /sites/{site}/window-ratings</c> and <c>POST /sites/{site}/window-ratings/{caseId}/{item}</c>: what the visitor says on the tablet that stands
/// at the teller's window. It is about the visitor whom this teller called last, for ten minutes after the visit. Neither answer tells what was said: the
/// same <c>Idempotency-Key</c> gives the same answer, any second rating is refused.
/// </summary>
internal static class RateAtWindow
{
    private static readonly TimeSpan _offered = TimeSpan.FromMinutes(10);

    /// <param name="Number">Of the visitor's ticket; none where nothing is to be rated.</param>
    /// <param name="Items">What can be rated and was not.</param>
    internal sealed record WindowRatings(string? Number, IReadOnlyList<RatedItem> Items);

    public static void MapRateAtWindow(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/window-ratings", ReadAsync).RequireRole(Roles.Teller).WithName("ReadWindowRatings");
        routes.MapPost("/sites/{site}/window-ratings/{caseId:guid}/{item}", RateAsync)
            .RequireRole(Roles.Teller)
            .AsCommand(requireKey: true)
            .Audited("intake.rate-at-window")
            .WithName(nameof(RateAtWindow))
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<WindowRatings> ReadAsync(
        string site, ClaimsPrincipal caller, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await FindVisitAsync(connection, site, caller, clock, ct) is not { } visit)
            return new WindowRatings(null, []);
        var unrated = (await connection.RatedOfVisitAsync(site, visit.TicketId, ct)).Where(item => item.Level is null).ToArray();
        return new WindowRatings(unrated.Length > 0 ? visit.Number : null, unrated);
    }

    private static async Task<IResult> RateAsync(
        string site, Guid caseId, string item, RatingRequest request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (RatingTable.Check(request) is { } wrong)
            return wrong;
        if (await FindVisitAsync(unit.Connection, site, caller, clock, ct) is not { } visit)
            return Problem.NotFound("rating.unknown");
        var ofVisit = await unit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from cases where site = @site and ticket_id = @TicketId and id = @caseId)", new { site, visit.TicketId, caseId }, cancellationToken: ct));
        if (!ofVisit)
            return Problem.NotFound("rating.unknown");
        var (_, problem) = await unit.RateAsync(site, caseId, item, request, "window", clock.GetUtcNow(), ct);
        return problem is not null ? problem : TypedResults.NoContent();
    }

    private static Task<Served?> FindVisitAsync(NpgsqlConnection connection, string site, ClaimsPrincipal caller, TimeProvider clock, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Served>(new CommandDefinition(
            """
            select ticket_id, number
              from (select * from visits where site = @site and teller = @teller and called_at > @today order by called_at desc limit 1) as last
             where finished_at is null or finished_at > @since
            """,
            new { site, teller = caller.AccountName(), today = clock.GetUtcNow().AddDays(-1), since = clock.GetUtcNow() - _offered }, cancellationToken: ct));

    private sealed record Served
    {
        public required Guid TicketId { get; init; }

        public required string Number { get; init; }
    }
}
