using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Visits;

/// <summary><c>GET /visits/{link}</c>: what a visitor sees of their own ticket. For whoever has the link, which nobody can guess.</summary>
internal static class ReadVisit
{
    public static void MapReadVisit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/{link:length(22)}", HandleAsync).AllowAnonymous();

    private static async Task<Results<Ok<Visit>, Problem>> HandleAsync(
        string link, NpgsqlDataSource database, SiteBook sites, PaceBook paces, ItemBook items, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(connection, link, sites, paces, items, clock, ct) is { } visit ? TypedResults.Ok(visit) : Problem.NotFound("visit.unknown");
    }

    internal static async Task<Visit?> FindAsync(
        NpgsqlConnection connection, string link, SiteBook sites, PaceBook paces, ItemBook items, TimeProvider clock, CancellationToken ct)
    {
        var found = (await connection.QueryAsync<Ticket, int, (Ticket Ticket, int LateTimes)?>(new CommandDefinition(
            "select *, late_times from tickets where link = @link", new { link }, cancellationToken: ct), (ticket, late) => (ticket, late), "late_times"))
            .SingleOrDefault();
        if (found is not { } row || await sites.FindAsync(row.Ticket.Site, ct) is not { } site)
            return null;

        var (ticket, now) = (row.Ticket, clock.GetUtcNow());
        var pace = (await paces.FindAsync(ticket.Site, ct))!.Zones[ticket.Zone];
        var wanted = (await items.TodayAsync(ct)).Of(ticket.Items);
        var slip = (await Place.FindAsync(connection, ticket, pace, ct)).Slip(ticket, pace, wanted);
        var waits = ticket.State == TicketState.Waiting;
        return new Visit
        {
            Site = ticket.Site,
            SiteName = site.Name,
            TicketId = ticket.TicketId,
            Number = ticket.Number,
            State = ticket.State,
            Items = wanted,
            Window = ticket.State is TicketState.Called or TicketState.Serving ? ticket.Window : null,
            Ahead = slip.Ahead,
            FromMinutes = waits ? slip.FromMinutes : 0,
            ToMinutes = waits ? slip.ToMinutes : 0,
            CanBeLate = waits && row.LateTimes < site.Rules.LateTimes,
            CanReturn = ticket.State == TicketState.Missed && ticket.ReturnBy >= now,
            Papers = slip.Papers,
            PapersEn = slip.PapersEn,
            At = now,
        };
    }
}
