using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Windows;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/resume</c>: a held visitor is back at the window where their teller sits now, which must be free. Safe to
/// send twice.
/// </summary>
internal static class ResumeTicket
{
    public static void MapResumeTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/resume", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        // The window first, as in a call; where the ticket then turns out to be elsewhere the unit is given up.
        var resumed = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            with desk as (
                update windows
                   set ticket_id = @ticketId
                 where site = @site and teller = @teller and state = 'open' and ticket_id is null
                returning number)
            update tickets
               set state = 'serving', "window" = desk.number, called_at = greatest(@now, changed_at), reason = null,
                   started_at = coalesce(started_at, greatest(@now, changed_at)), change = 'resumed', changed_at = greatest(@now, changed_at)
              from desk
             where site = @site and ticket_id = @ticketId and state = 'held' and teller = @teller
            returning tickets.*
            """, new { site, ticketId, teller, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (resumed is not null)
        {
            unit.PublishCall(resumed);
            return TypedResults.Ok(resumed);
        }

        var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
        if (present is { State: TicketState.Serving } && present.Teller == teller)
            return TypedResults.Ok(present);
        if (present is not { State: TicketState.Held } || present.Teller != teller)
            return TicketProblems.WhyNot(present, ticketId, teller);
        var window = await unit.Connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "select number from windows where site = @site and teller = @teller", new { site, teller }, cancellationToken: ct));
        return window is { } number
            ? await WindowProblems.WhyNotAsync(unit.Connection, site, number, teller, null, ct) ?? Problem.Conflict("ticket.is-held", present.Number)
            : Problem.Conflict("teller.no-window").With("ticket", present);
    }
}
