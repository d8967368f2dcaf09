using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/tickets/{ticketId}/start</c>: the visitor stands at the window. Safe to send twice.</summary>
internal static class StartTicket
{
    public static void MapStartTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/start", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        var started = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set state = 'serving', started_at = coalesce(started_at, greatest(@now, changed_at)), change = 'started', changed_at = greatest(@now, changed_at)
             where site = @site and ticket_id = @ticketId and state = 'called' and teller = @teller
            returning *
            """, new { site, ticketId, teller, now = clock.GetUtcNow() }, cancellationToken: ct));
        return await unit.AnswerAsync(started, site, ticketId, teller, TicketState.Serving, ct);
    }
}
