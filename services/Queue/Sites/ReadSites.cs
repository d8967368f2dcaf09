using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Sites;

/// <summary><c>GET /sites</c> and <c>GET /sites/{site}</c>: where visitors can go, zone by zone.</summary>
internal static class ReadSites
{
    internal sealed record Site(string Code, string Name, string Kind, IReadOnlyList<Zone> Zones);

    internal sealed record Zone(string Code, string Name, string Series, IReadOnlyList<int> Windows);

    public static void MapReadSites(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites", async (NpgsqlDataSource database, CancellationToken ct) => TypedResults.Ok(await ReadAsync(database, null, ct)))
            .RequireRole([.. Roles.All]);
        routes.MapGet("/sites/{site}", HandleAsync).RequireRole([.. Roles.All]);
    }

    private static async Task<Results<Ok<Site>, Problem>> HandleAsync(string site, NpgsqlDataSource database, CancellationToken ct) =>
        await ReadAsync(database, site, ct) is [var found] ? TypedResults.Ok(found) : Problem.NotFound("site.unknown", site);

    private static async Task<Site[]> ReadAsync(NpgsqlDataSource database, string? site, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select site, sites.name as site_name, kind, zone, zones.name as zone_name, series,
                   array(select number from windows where windows.site = zones.site and windows.zone = zones.zone order by number) as windows
              from sites
              join zones using (site)
             where @site::text is null or site = @site
             order by kind <> 'hall', site, position
            """, new { site }, cancellationToken: ct));
        return
        [
            .. rows.GroupBy(row => (row.Site, row.SiteName, row.Kind)).Select(zones => new Site(
                zones.Key.Site, zones.Key.SiteName, zones.Key.Kind, [.. zones.Select(row => new Zone(row.Zone, row.ZoneName, row.Series, row.Windows))])),
        ];
    }

    private sealed record Row
    {
        public required string Site { get; init; }

        public required string SiteName { get; init; }

        public required string Kind { get; init; }

        public required string Zone { get; init; }

        public required string ZoneName { get; init; }

        public required string Series { get; init; }

        public required int[] Windows { get; init; }
    }
}
