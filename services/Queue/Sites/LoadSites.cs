using System.Text.Json;

namespace Wenden.Queue.Sites;

/// <summary>
/// Brings the tables of sites, zones and windows to what the site files say, at every start. What a file no longer names stays, because
/// tickets point to it.
/// </summary>
internal sealed class LoadSites(NpgsqlDataSource database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        StoreAsync(database, SiteFile.LoadAll(Path.Combine(AppContext.BaseDirectory, "Sites")), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static async Task StoreAsync(NpgsqlDataSource database, IReadOnlyList<SiteEntry> sites, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Replicas that start together take turns: a zone may take over another's series, which two at once would turn into a deadlock.
        await connection.ExecuteAsync(new CommandDefinition("lock table sites in share row exclusive mode", cancellationToken: ct));
        foreach (var site in sites)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into sites (site, name, kind, station_of, rules) values (@Code, @Name, @Kind, @StationOf, @rules::jsonb)
                    on conflict (site) do update set name = excluded.name, kind = excluded.kind, station_of = excluded.station_of, rules = excluded.rules
                """, new { site.Code, site.Name, site.Kind, site.StationOf, rules = JsonSerializer.Serialize(site.Rules, HallJson.Options) }, cancellationToken: ct));
            foreach (var (position, zone) in site.Zones.Index())
                await StoreAsync(connection, site, zone, position, ct);
            await StoreWindowsAsync(connection, site, ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static Task<int> StoreAsync(NpgsqlConnection connection, SiteEntry site, ZoneEntry zone, int position, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into zones (site, zone, name, series, offline_series, takes, items, position)
            values (@Site, @Code, @Name, @Series, @OfflineSeries, @Takes, @Items, @position)
                on conflict (site, zone) do update
               set name = excluded.name, series = excluded.series, offline_series = excluded.offline_series, takes = excluded.takes, items = excluded.items,
                   position = excluded.position
            """,
            new { Site = site.Code, zone.Code, zone.Name, zone.Series, zone.OfflineSeries, zone.Takes, Items = zone.Items.ToArray(), position },
            cancellationToken: ct));

    private static Task<int> StoreWindowsAsync(NpgsqlConnection connection, SiteEntry site, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into windows (site, number, zones)
            select @Code, number, array_agg(zone order by position)
              from unnest(@zones, @from, @to) with ordinality as ranges (zone, first, last, position),
                   generate_series(first, last) as number
             group by number
                on conflict (site, number) do update set zones = excluded.zones
            """,
            new
            {
                site.Code, zones = site.Zones.Select(zone => zone.Code).ToArray(), from = site.Zones.Select(zone => zone.Windows.From).ToArray(),
                to = site.Zones.Select(zone => zone.Windows.To).ToArray(),
            },
            cancellationToken: ct));
}
