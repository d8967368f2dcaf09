using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/miss</c>: nobody came (过号), although the number was called again as often as the site's rules want. The
/// window is free; the visitor may come back for a while. Safe to send twice.
/// </summary>
internal static class MissTicket
{
    public static void MapMissTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/miss", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        var missed = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set state = 'missed', missed_at = greatest(@now, changed_at), change = 'missed', changed_at = greatest(@now, changed_at),
                   return_by = greatest(@now, changed_at) + (rules ->> 'returnMinutes')::int * interval '1 minute'
              from sites
             where tickets.site = @site and ticket_id = @ticketId and state = 'called' and teller = @teller
               and sites.site = tickets.site and recalls >= (rules ->> 'recalls')::int
            returning tickets.*
            """, new { site, ticketId, teller, now = clock.GetUtcNow() }, cancellationToken: ct));
        var answer = await unit.AnswerAsync(missed, site, ticketId, teller, TicketState.Missed, ct);
        if (answer.Result is not Problem { Code: "ticket.is-called" })
            return answer;
        var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
        return Problem.Conflict("ticket.recall-first", present!.Number, present.Recalls).With("ticket", present);
    }
}
