using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Sites;

/// <summary><c>GET /sites</c> and <c>GET /sites/{site}</c>: where visitors can go, zone by zone.</summary>
internal static class ReadSites
{
    public static void MapReadSites(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites", async (NpgsqlDataSource database, TimeProvider clock, CancellationToken ct) =>
            TypedResults.Ok(await ReadAsync(database, null, clock, ct))).RequireRole([.. Roles.All]);
        routes.MapGet("/sites/{site}", HandleAsync).RequireRole([.. Roles.All]);
    }

    private static async Task<Results<Ok<Site>, Problem>> HandleAsync(string site, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct) =>
        await ReadAsync(database, site, clock, ct) is [var found] ? TypedResults.Ok(found) : Problem.NotFound("site.unknown", site);

    private static async Task<Site[]> ReadAsync(NpgsqlDataSource database, string? site, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select site, sites.name as site_name, kind, station_of, message, rules::text, zone, zones.name as zone_name, series, is_open,
                   array(select number from windows where windows.site = zones.site and zones.zone = any(windows.zones) order by number) as windows
              from sites
              join zones using (site)
             where @site::text is null or site = @site
             order by kind <> 'hall', site, position
            """, new { site }, cancellationToken: ct));
        return [.. rows.GroupBy(row => row.Site).Select(zones => SiteOf([.. zones], clock.GetUtcNow()))];
    }

    private static Site SiteOf(Row[] zones, DateTimeOffset now)
    {
        var (first, rules) = (zones[0], System.Text.Json.JsonSerializer.Deserialize<SiteRules>(zones[0].Rules, HallJson.Options)!);
        return new Site
        {
            Code = first.Site,
            Name = first.SiteName,
            Kind = first.Kind,
            StationOf = first.StationOf,
            Zones = [.. zones.Select(row => new Zone { Code = row.Zone, Name = row.ZoneName, Series = row.Series, Windows = row.Windows, IsOpen = row.IsOpen })],
            Opens = rules.Opens,
            Closes = rules.Closes,
            IsOpen = rules.At(now) == Opening.Open,
            Recalls = rules.Recalls,
            Skills = [.. rules.Skills.Keys.Order(StringComparer.Ordinal)],
            Appointments = rules is { Appointments: { } times, Opens: not null, Closes: not null }
                ? new AppointmentTerms { EarlyMinutes = times.EarlyMinutes, GraceMinutes = times.GraceMinutes }
                : null,
            Message = first.Message,
        };
    }

    private sealed record Row
    {
        public required string Site { get; init; }

        public required string SiteName { get; init; }

        public required string Kind { get; init; }

        public string? StationOf { get; init; }

        public string? Message { get; init; }

        public required string Rules { get; init; }

        public required string Zone { get; init; }

        public required string ZoneName { get; init; }

        public required string Series { get; init; }

        public required bool IsOpen { get; init; }

        public required int[] Windows { get; init; }
    }
}
