using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/cancel</c>: the visitor gives up. Not while another teller has them. Safe to send twice.
/// </summary>
internal static class CancelTicket
{
    public static void MapCancelTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/cancel", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller, Roles.SiteManager).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (ticket, problem) = await TryAsync(unit, site, ticketId, caller.AccountName(), caller.IsInRole(Roles.SiteManager), clock, ct);
        return ticket is not null ? TypedResults.Ok(ticket) : problem!;
    }

    internal static async Task<(Ticket? Ticket, Problem? Problem)> TryAsync(
        UnitOfWork unit, string site, Guid ticketId, string caller, bool manages, TimeProvider clock, CancellationToken ct)
    {
        var cancelled = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set state = 'cancelled', finished_at = greatest(@now, changed_at), change = 'cancelled', changed_at = greatest(@now, changed_at),
                   identity_number = null
             where site = @site and ticket_id = @ticketId
               and (state in ('waiting', 'missed') or (state in ('called', 'serving', 'held') and (teller = @caller or @manages)))
            returning *
            """, new { site, ticketId, caller, manages, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (cancelled is null)
        {
            var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
            return present is { State: TicketState.Cancelled } ? (present, null) : (null, TicketProblems.WhyNot(present, ticketId, caller));
        }

        unit.PublishEnd(cancelled);
        return (cancelled, null);
    }
}
