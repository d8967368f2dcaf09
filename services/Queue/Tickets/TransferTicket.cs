using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/transfer</c>: the visitor goes on at another zone, window or teller, with the same number and the same
/// seniority. A teller transfers their own visitor or one who waits; the site manager any. Safe to send twice.
/// </summary>
internal static class TransferTicket
{
    private const int LongestName = 100;

    internal sealed record Request
    {
        /// <summary>Code of a zone; exactly one of the three is given.</summary>
        public string? Zone { get; init; }

        /// <summary>Number of a window.</summary>
        public int? Window { get; init; }

        /// <summary>Account name of a teller who sits at a window now.</summary>
        public string? Teller { get; init; }

        /// <summary>Up to 200 characters.</summary>
        public string? Reason { get; init; }
    }

    public static void MapTransferTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/transfer", HandleAsync).RequireRole(Roles.Teller, Roles.SiteManager).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (new object?[] { request.Zone, request.Window, request.Teller }.Count(goal => goal is not null) != 1)
            return Problem.Invalid("transfer.one-goal");
        if (Reasons.Check(request.Reason) is { } problem)
            return problem;
        if (request.Zone is { } wanted && !Codes.IsCode(wanted))
            return Problem.Invalid("zone.code", wanted);
        if (request.Teller is { } colleague && !Codes.IsLine(colleague, LongestName))
            return Problem.Invalid("teller.name", LongestName);

        var (teller, manages) = (caller.AccountName(), caller.IsInRole(Roles.SiteManager));
        if (await TryAsync(unit, site, ticketId, request, teller, manages, clock.GetUtcNow(), ct) is { } transferred)
            return TypedResults.Ok(transferred);

        // From here on the ticket stays as it is: what stood in the way may have gone meanwhile, and is not to be taken for a missing goal.
        var present = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            "select * from tickets where site = @site and ticket_id = @ticketId for update", new { site, ticketId }, cancellationToken: ct));
        var mine = present is { State: TicketState.Waiting }
            || (present is { State: TicketState.Called or TicketState.Serving or TicketState.Held } && (present.Teller == teller || manages));
        if (!mine)
            return TicketProblems.WhyNot(present, ticketId, teller);
        return await TryAsync(unit, site, ticketId, request, teller, manages, clock.GetUtcNow(), ct) is { } late ? TypedResults.Ok(late) : NoGoal(site, request);
    }

    /// <summary>
    /// The transferred ticket; null where it is not the caller's to transfer or there is no such goal. A window takes it whatever its zone, since the zone
    /// becomes the first that the window serves unless it serves the ticket's own.
    /// </summary>
    private static Task<Ticket?> TryAsync(
        UnitOfWork unit, string site, Guid ticketId, Request request, string caller, bool manages, DateTimeOffset now, CancellationToken ct) =>
        unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            with goal as (
                select zone, null::int as number, null::text as teller, array[zone] as zones from zones where site = @site and zone = @Zone
                union all
                select zones[1], number, null, zones from windows where site = @site and number = @Window
                union all
                select zones[1], null, teller, zones from windows where site = @site and teller = @Teller)
            update tickets
               set state = 'waiting', zone = case when tickets.zone = any(goal.zones) then tickets.zone else goal.zone end, for_window = goal.number,
                   for_teller = goal.teller, reason = @Reason, change = 'transferred', changed_at = greatest(@now, changed_at + interval '1 microsecond')
              from goal
             where site = @site and ticket_id = @ticketId
               and (state = 'waiting' or (state in ('called', 'serving', 'held') and (tickets.teller = @caller or @manages)))
            returning tickets.*
            """,
            new { site, ticketId, request.Zone, request.Window, request.Teller, request.Reason, caller, manages, now }, cancellationToken: ct));

    private static Problem NoGoal(string site, Request request) => request switch
    {
        { Zone: { } zone } => Problem.NotFound("zone.unknown", site, zone),
        { Window: { } window } => Problem.NotFound("window.unknown", site, window),
        _ => Problem.Conflict("teller.not-there", request.Teller),
    };
}
