using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/return</c>: a missed visitor is back. Their turn is the moment in which they were missed: after all who
/// were there then, before all who came later. Safe to send twice.
/// </summary>
internal static class ReturnTicket
{
    public static void MapReturnTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/return", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller, Roles.SiteManager).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(string site, Guid ticketId, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (ticket, problem) = await TryAsync(unit, site, ticketId, clock, ct);
        return ticket is not null ? TypedResults.Ok(ticket) : problem!;
    }

    internal static async Task<(Ticket? Ticket, Problem? Problem)> TryAsync(UnitOfWork unit, string site, Guid ticketId, TimeProvider clock, CancellationToken ct)
    {
        var returned = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set state = 'waiting', arrived_at = missed_at, turn_at = missed_at, return_by = null, change = 'returned', changed_at = greatest(@now, changed_at)
             where site = @site and ticket_id = @ticketId and state = 'missed' and return_by >= @now
               and not exists (
                   select from tickets as newer
                    where newer.site = tickets.site and newer.day = tickets.day and newer.identity_number = tickets.identity_number
                      and newer.state in ('waiting', 'called', 'serving', 'held'))
            returning *
            """, new { site, ticketId, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (returned is not null)
            return (returned, null);
        var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
        return present switch
        {
            null => (null, Problem.NotFound("ticket.unknown", ticketId)),
            { State: TicketState.Waiting } => (present, null),
            { State: TicketState.Missed } when present.ReturnBy >= clock.GetUtcNow() => (null, Problem.Conflict("visitor.has-ticket").With("ticket", present)),
            { State: TicketState.Missed } => (null, Problem.Conflict("ticket.too-late", present.Number).With("ticket", present)),
            _ => (null, Problem.Conflict($"ticket.is-{present.State}", present.Number).With("ticket", present)),
        };
    }
}
