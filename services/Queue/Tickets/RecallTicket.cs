using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/recall</c>: the number is called once more (重呼). An <c>Idempotency-Key</c> keeps a repeated request from
/// being heard twice.
/// </summary>
internal static class RecallTicket
{
    public static void MapRecallTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/recall", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        var recalled = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            with recalled as (
                update tickets
                   set recalls = recalls + 1, change = 'recalled', changed_at = greatest(@now, changed_at + interval '1 microsecond')
                 where site = @site and ticket_id = @ticketId and state = 'called' and teller = @teller
                returning *),
            counted as (
                insert into announcement_counters as counter (site, last) select site, 1 from recalled
                    on conflict (site) do update set last = counter.last + 1
                returning last),
            announced as (
                insert into announcements (site, sequence, ticket_id, number, "window", is_recall, called_at)
                select site, last, ticket_id, number, "window", true, changed_at from recalled, counted)
            select * from recalled
            """, new { site, ticketId, teller, now = clock.GetUtcNow() }, cancellationToken: ct));
        return recalled is not null
            ? TypedResults.Ok(recalled)
            : TicketProblems.WhyNot(await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct), ticketId, teller);
    }
}
