namespace Wenden.Intake.Ratings;

/// <summary>
/// <c>GET /ratings</c> and <c>POST /ratings/{caseId}/{item}</c>: what a citizen says of the items of the own cases, at any site. Saying the same twice gives
/// the same answer.
/// </summary>
internal static class RateOwn
{
    public static void MapRateOwn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ratings", ReadAsync).RequireRole(Roles.Citizen).Audited("intake.read-own-ratings").WithName("ReadOwnRatings");
        routes.MapPost("/ratings/{caseId:guid}/{item}", RateAsync)
            .RequireRole(Roles.Citizen)
            .AsCommand()
            .Audited("intake.rate-own")
            .WithName(nameof(RateOwn))
            .Produces<RatedItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IReadOnlyList<RatedItem>> ReadAsync(ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return [];
        await using var connection = await database.OpenConnectionAsync(ct);
        trail.Add(person);
        return await connection.RatedOfPersonAsync(person, ct);
    }

    private static async Task<IResult> RateAsync(
        Guid caseId, string item, RatingRequest request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (RatingTable.Check(request) is { } wrong)
            return wrong;
        // Somebody else's case is no case of the caller's.
        var site = await unit.Connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select site from cases where person_id = @person and id = @caseId", new { person = caller.PersonId(), caseId }, cancellationToken: ct));
        if (site is null)
            return Problem.NotFound("rating.unknown");
        var (rated, problem) = await unit.RateAsync(site, caseId, item, request, "own-page", clock.GetUtcNow(), ct);
        return problem is not null ? problem : TypedResults.Ok(rated);
    }
}
