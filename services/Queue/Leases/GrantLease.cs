using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Leases;

/// <summary>
/// <c>POST /sites/{site}/leases</c>: a kiosk gets a block of numbers that it may give out while the queue cannot be reached. They are of a series of
/// their own; no number of it is ever leased twice.
/// </summary>
internal static class GrantLease
{
    internal sealed record Request
    {
        /// <summary>Code of the zone; the first with an offline series without it.</summary>
        public string? Zone { get; init; }
    }

    public static void MapGrantLease(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/leases", HandleAsync).RequireRole(Roles.Kiosk).AsCommand(requireKey: true);

    private static async Task<Results<Created<Lease>, Problem>> HandleAsync(
        string site, Request request, ClaimsPrincipal caller, UnitOfWork unit, SiteBook sites, TimeProvider clock, CancellationToken ct)
    {
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        // Offline nobody can say which zone takes which item; the widest is the safe one.
        var zone = request.Zone is null
            ? known.Zones.LastOrDefault(zone => zone.OfflineSeries is not null)
            : known.Zones.FirstOrDefault(zone => zone.Zone == request.Zone && zone.OfflineSeries is not null);
        if (zone is null)
            return Problem.NotFound("lease.no-zone", site);

        var now = clock.GetUtcNow();
        var lease = await unit.Connection.QuerySingleAsync<Lease>(new CommandDefinition(
            """
            with counted as (
                insert into ticket_counters as counter (site, day, series, last_number, last_issued_at) values (@site, @day, @OfflineSeries, @size, @now)
                    on conflict (site, day, series) do update
                   set last_number = counter.last_number + @size, last_issued_at = greatest(counter.last_issued_at, @now)
                returning last_number)
            insert into leases (site, lease_id, kiosk, day, zone, series, first, last, granted_at, expires_at)
            select @site, @id, @kiosk, @day, @Zone, @OfflineSeries, last_number - @size + 1, last_number, @now, @end from counted
            returning *
            """,
            new
            {
                site, day = clock.HallDay(), zone.OfflineSeries, size = known.Rules.LeaseSize, now, id = Guid.CreateVersion7(), kiosk = caller.AccountName(),
                zone.Zone, end = EndOf(now, known.Rules.LeaseHours),
            }, cancellationToken: ct));
        return TypedResults.Created($"/sites/{site}/leases/{lease.LeaseId}", lease);
    }

    /// <summary>A lease ends with the hall's day at the latest, because its numbers are that day's.</summary>
    internal static DateTimeOffset EndOf(DateTimeOffset now, int hours)
    {
        var midnight = new DateTimeOffset(now.ToOffset(Hall.Offset).Date.AddDays(1), Hall.Offset);
        return now.AddHours(hours) is var end && end < midnight ? end : midnight;
    }
}
