using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/tickets/{ticketId}/finish</c>: the visit is over, the window is free. Safe to send twice.</summary>
internal static class FinishTicket
{
    public static void MapFinishTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/finish", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        var finished = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            with finished as (
                update tickets
                   set state = 'finished', finished_at = greatest(@now, called_at, started_at)
                 where site = @site and ticket_id = @ticketId and state in ('called', 'serving') and teller = @teller
                returning *)
            select finished.*, pg_notify('queue_board', site)::text as notified from finished
            """, new { site, ticketId, teller, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (finished is null)
        {
            var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
            return present is { State: "finished" } && present.Teller == teller ? TypedResults.Ok(present) : TicketProblems.WhyNot(present, ticketId, teller);
        }

        unit.Publish(new TicketFinished { Site = finished.Site, TicketId = finished.TicketId, FinishedAt = finished.FinishedAt!.Value });
        return TypedResults.Ok(finished);
    }
}
