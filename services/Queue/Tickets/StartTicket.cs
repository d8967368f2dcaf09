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
            with started as (
                update tickets
                   set state = 'serving', started_at = greatest(@now, called_at)
                 where site = @site and ticket_id = @ticketId and state = 'called' and teller = @teller
                returning *)
            select started.*, pg_notify('queue_board', site)::text as notified from started
            """, new { site, ticketId, teller, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (started is not null)
            return TypedResults.Ok(started);

        var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
        return present is { State: "serving" } && present.Teller == teller ? TypedResults.Ok(present) : TicketProblems.WhyNot(present, ticketId, teller);
    }
}
