using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Visits;

/// <summary>
/// <c>POST /visits/{link}/late</c> (others go first), <c>…/leave</c> and <c>…/return</c>: what a visitor does with their own ticket. For whoever has
/// the link, which nobody can guess.
/// </summary>
internal static class ChangeVisit
{
    public static void MapChangeVisit(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/visits/{link:length(22)}/late", LateAsync).AllowAnonymous().AsCommand();
        routes.MapPost("/visits/{link:length(22)}/leave", LeaveAsync).AllowAnonymous().AsCommand();
        routes.MapPost("/visits/{link:length(22)}/return", ReturnAsync).AllowAnonymous().AsCommand();
    }

    private static async Task<Results<Ok<Visit>, Problem>> LateAsync(
        string link, UnitOfWork unit, SiteBook sites, PaceBook paces, ItemBook items, TimeProvider clock, CancellationToken ct)
    {
        // Once a minute at most: a page that sends it twice is late once.
        var late = new { link, now = clock.GetUtcNow() };
        var isLate = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update tickets
               set turn_at = greatest(turn_at, @now) + (rules ->> 'lateMinutes')::int * interval '1 minute',
                   arrived_at = greatest(turn_at, @now) + (rules ->> 'lateMinutes')::int * interval '1 minute',
                   late_times = late_times + 1, change = 'late', changed_at = greatest(@now, changed_at)
              from sites
             where link = @link and tickets.state = 'waiting' and sites.site = tickets.site and late_times < (rules ->> 'lateTimes')::int
               and not (change = 'late' and changed_at > @now - interval '1 minute')
            """, late, cancellationToken: ct)) > 0
            || await unit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from tickets where link = @link and change = 'late' and changed_at > @now - interval '1 minute')", late, cancellationToken: ct));
        var visit = await ReadVisit.FindAsync(unit.Connection, link, sites, paces, items, clock, ct);
        return visit switch
        {
            null => Problem.NotFound("visit.unknown"),
            { State: TicketState.Waiting } when isLate => TypedResults.Ok(visit),
            { State: TicketState.Waiting } => Problem.Conflict("visit.late-too-often").With("visit", visit),
            _ => Problem.Conflict($"ticket.is-{visit.State}", visit.Number).With("visit", visit),
        };
    }

    private static Task<Results<Ok<Visit>, Problem>> LeaveAsync(
        string link, UnitOfWork unit, SiteBook sites, PaceBook paces, ItemBook items, TimeProvider clock, CancellationToken ct) =>
        DoAsync(link, (site, id) => CancelTicket.TryAsync(unit, site, id, "", false, clock, ct), unit, sites, paces, items, clock, ct);

    private static Task<Results<Ok<Visit>, Problem>> ReturnAsync(
        string link, UnitOfWork unit, SiteBook sites, PaceBook paces, ItemBook items, TimeProvider clock, CancellationToken ct) =>
        DoAsync(link, (site, id) => ReturnTicket.TryAsync(unit, site, id, clock, ct), unit, sites, paces, items, clock, ct);

    private static async Task<Results<Ok<Visit>, Problem>> DoAsync(
        string link, Func<string, Guid, Task<(Ticket? Ticket, Problem? Problem)>> act, UnitOfWork unit, SiteBook sites, PaceBook paces, ItemBook items,
        TimeProvider clock, CancellationToken ct)
    {
        var found = await unit.Connection.QuerySingleOrDefaultAsync<(string Site, Guid TicketId)?>(new CommandDefinition(
            "select site, ticket_id from tickets where link = @link", new { link }, cancellationToken: ct));
        if (found is not { } ticket)
            return Problem.NotFound("visit.unknown");
        var (_, problem) = await act(ticket.Site, ticket.TicketId);
        var visit = (await ReadVisit.FindAsync(unit.Connection, link, sites, paces, items, clock, ct))!;
        // What stands against it carries the ticket for tellers; a visitor gets their own view.
        return problem is null ? TypedResults.Ok(visit) : Problem.Conflict(problem.Code, visit.Number, visit.Window).With("visit", visit);
    }
}
