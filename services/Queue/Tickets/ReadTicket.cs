using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary><c>GET /sites/{site}/tickets/{ticketId}</c></summary>
internal static class ReadTicket
{
    public static void MapReadTicket(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/tickets/{ticketId:guid}", HandleAsync)
            .RequireRole(Roles.Kiosk, Roles.Teller, Roles.Board, Roles.Service, Roles.SiteManager);

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(string site, Guid ticketId, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(connection, site, ticketId, ct) is { } ticket ? TypedResults.Ok(ticket) : Problem.NotFound("ticket.unknown", ticketId);
    }

    internal static Task<Ticket?> FindAsync(NpgsqlConnection connection, string site, Guid ticketId, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            "select * from tickets where site = @site and ticket_id = @ticketId", new { site, ticketId }, cancellationToken: ct));
}
