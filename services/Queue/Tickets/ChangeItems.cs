using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/tickets/{ticketId}/items</c>: what the visitor came for turns out to be more, or less. Safe to send twice.</summary>
internal static class ChangeItems
{
    internal sealed record Request
    {
        /// <summary>Codes of all items from now on, up to 20.</summary>
        public required IReadOnlyList<string> Items { get; init; }
    }

    public static void MapChangeItems(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/items", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, Request request, ClaimsPrincipal caller, UnitOfWork unit, SiteBook sites, ItemBook items, TimeProvider clock, CancellationToken ct)
    {
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        if (Newcomer.CheckItems(request.Items, await items.TodayAsync(known, ct)) is { } problem)
            return problem;
        var teller = caller.AccountName();
        var changed = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set items = @Items, change = 'items-changed', changed_at = greatest(@now, changed_at + interval '1 microsecond')
             where site = @site and ticket_id = @ticketId and state in ('called', 'serving', 'held') and teller = @teller
            returning *
            """, new { site, ticketId, teller, Items = request.Items.ToArray(), now = clock.GetUtcNow() }, cancellationToken: ct));
        return changed is not null
            ? TypedResults.Ok(changed)
            : TicketProblems.WhyNot(await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct), ticketId, teller);
    }
}
