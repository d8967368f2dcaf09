using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Appointments;

/// <summary>
/// <c>GET /sites/{site}/slots?day=</c>: what can still be booked on that day, by time and zone. <c>GET /slots?site=&amp;item=&amp;zone=&amp;day=</c>:
/// the same for a citizen, at any site, in the zone that a booking of these items would be for; of all days without one.
/// </summary>
internal static class ReadSlots
{
    public static void MapReadSlots(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/slots", HandleAsync).RequireRole(Roles.Teller, Roles.SiteManager);
        routes.MapGet("/slots", HandleOwnAsync).RequireRole(Roles.Citizen);
    }

    private static async Task<Results<Ok<IReadOnlyList<Slot>>, Problem>> HandleAsync(
        string site, DateOnly day, NpgsqlDataSource database, SiteBook sites, TimeProvider clock, CancellationToken ct) =>
        !Codes.IsCode(site) || await sites.FindAsync(site, ct) is not { } known
            ? Problem.NotFound("site.unknown", site)
            : TypedResults.Ok(await FindAsync(known, known.Zones, [day], database, clock, ct));

    private static async Task<Results<Ok<IReadOnlyList<Slot>>, Problem>> HandleOwnAsync(
        string site, string[] item, string? zone, DateOnly? day, NpgsqlDataSource database, SiteBook sites, ItemBook items, TimeProvider clock,
        CancellationToken ct)
    {
        if (!Codes.IsCode(site) || await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        var today = clock.HallDay();
        var (newcomer, problem) = Newcomer.Of(new Newcomer.Wish(item, zone, VisitorClass.Ordinary, null), known, await items.TodayAsync(known, ct), today);
        if (newcomer is null)
            return problem!;
        var days = day is { } only ? [only] : Enumerable.Range(0, 1 + (known.Rules.Appointments?.DaysAhead ?? 0)).Select(today.AddDays);
        return TypedResults.Ok(await FindAsync(known, [newcomer.Zone], days, database, clock, ct));
    }

    private static async Task<IReadOnlyList<Slot>> FindAsync(
        KnownSite site, IReadOnlyList<KnownZone> zones, IEnumerable<DateOnly> days, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var times = days.SelectMany(day => AppointmentTimes.Of(site.Rules, day)).Where(start => AppointmentTimes.CanBook(site.Rules, start, now)).ToArray();
        if (times.Length == 0)
            return [];

        await using var connection = await database.OpenConnectionAsync(ct);
        var booked = (await connection.QueryAsync<(string Zone, DateTimeOffset StartsAt, int Booked)>(new CommandDefinition(
            "select zone, starts_at, booked from slots where site = @Site and starts_at between @first and @last",
            new { site.Site, first = times[0], last = times[^1] }, cancellationToken: ct)))
            .ToDictionary(slot => (slot.Zone, slot.StartsAt), slot => slot.Booked);
        return
        [
            .. from start in times
               from zone in zones
               select new Slot
               {
                   Zone = zone.Zone, StartsAt = start,
                   Free = Math.Max(0, site.Rules.Appointments!.Capacity - booked.GetValueOrDefault((zone.Zone, start.ToUniversalTime()))),
               },
        ];
    }
}
