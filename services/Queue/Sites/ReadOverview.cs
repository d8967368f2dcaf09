using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Sites;

/// <summary><c>GET /sites/{site}/overview</c>: lines, windows and open tickets now.</summary>
internal static class ReadOverview
{
    public static void MapReadOverview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/overview", HandleAsync).RequireRole(Roles.Teller, Roles.SiteManager, Roles.Operator);

    private static async Task<Results<Ok<SiteOverview>, Problem>> HandleAsync(
        string site, ClaimsPrincipal caller, NpgsqlDataSource database, SiteBook sites, TimeProvider clock, CancellationToken ct)
    {
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select message from sites where site = @site;

            select zones.zone as code, zones.name, zones.series, zones.is_open, count(ticket_id)::int as waiting, @TargetMinutes as target_minutes,
                   coalesce(greatest(0, extract(epoch from @now - min(issued_at)) / 60), 0)::int as longest_wait_minutes
              from zones
              left join tickets on tickets.site = zones.site and tickets.zone = zones.zone and tickets.day = @day and tickets.state = 'waiting'
             where zones.site = @site
             group by zones.site, zones.zone
             order by zones.position;

            select * from windows where site = @site order by number;

            select *
              from tickets
             where site = @site and day = @day and state in ('waiting', 'called', 'serving', 'held', 'missed')
             order by turn_at, sequence;
            """, new { site, now, day = clock.HallDay(), known.Rules.TargetMinutes }, cancellationToken: ct));
        return TypedResults.Ok(new SiteOverview
        {
            Site = site,
            At = now,
            Message = await results.ReadSingleAsync<string?>(),
            Zones = (await results.ReadAsync<ZoneNow>()).AsList(),
            // The claim is the teller's, whose pages see by it which of them has the window now.
            Windows = [.. (await results.ReadAsync<Window>()).Select(window => window.Teller == caller.AccountName() ? window : window with { Claim = null })],
            Tickets = (await results.ReadAsync<Ticket>()).AsList(),
        });
    }
}
