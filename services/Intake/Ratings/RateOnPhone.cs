using Wenden.Contracts.Queue;
using Wenden.Intake.Neighbours;

namespace Wenden.Intake.Ratings;

/// <summary>
/// <c>GET /visits/{link}/ratings</c> and <c>POST /visits/{link}/ratings/{caseId}/{item}</c>: what a visitor says of the items of the own visit. For whoever
/// has the link of the number, which nobody can guess. Saying the same twice gives the same answer.
/// </summary>
internal static class RateOnPhone
{
    public static void MapRateOnPhone(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/visits/{link:length(22)}/ratings", ReadAsync).AllowAnonymous().WithName("ReadRatingsOnPhone")
            .Produces<IReadOnlyList<RatedItem>>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/visits/{link:length(22)}/ratings/{caseId:guid}/{item}", RateAsync)
            .AllowAnonymous()
            .AsCommand()
            .Audited("intake.rate-on-phone")
            .WithName(nameof(RateOnPhone))
            .Produces<RatedItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ReadAsync(string link, QueueClient queue, NpgsqlDataSource database, CancellationToken ct)
    {
        if (await queue.FindVisitAsync(link, ct) is not { } visit)
            return Problem.NotFound("visit.unknown");
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await connection.RatedOfVisitAsync(visit.Site, visit.TicketId, ct));
    }

    private static async Task<IResult> RateAsync(
        string link, Guid caseId, string item, RatingRequest request, QueueClient queue, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (RatingTable.Check(request) is { } wrong)
            return wrong;
        if (await queue.FindVisitAsync(link, ct) is not { } visit)
            return Problem.NotFound("visit.unknown");
        if (!await IsOfVisitAsync(unit, visit, caseId, ct))
            return Problem.NotFound("rating.unknown");
        var (rated, problem) = await unit.RateAsync(visit.Site, caseId, item, request, "phone", clock.GetUtcNow(), ct);
        return problem is not null ? problem : TypedResults.Ok(rated);
    }

    private static Task<bool> IsOfVisitAsync(UnitOfWork unit, Visit visit, Guid caseId, CancellationToken ct) =>
        unit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from cases where site = @Site and ticket_id = @TicketId and id = @caseId)",
            new { visit.Site, visit.TicketId, caseId }, cancellationToken: ct));
}
