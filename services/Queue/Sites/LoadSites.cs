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
                "insert into sites (site, name, kind) values (@Code, @Name, @Kind) on conflict (site) do update set name = excluded.name, kind = excluded.kind",
                site, cancellationToken: ct));
            foreach (var (position, zone) in site.Zones.Index())
                await StoreAsync(connection, site, zone, position, ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static Task<int> StoreAsync(NpgsqlConnection connection, SiteEntry site, ZoneEntry zone, int position, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into zones (site, zone, name, series, position)
            values (@Site, @Code, @Name, @Series, @position)
                on conflict (site, zone) do update
               set name = excluded.name, series = excluded.series, position = excluded.position;

            insert into windows (site, number, zone)
            select @Site, number, @Code from generate_series(@From, @To) as number
                on conflict (site, number) do update set zone = excluded.zone;
            """,
            new { Site = site.Code, zone.Code, zone.Name, zone.Series, position, zone.Windows.From, zone.Windows.To },
            cancellationToken: ct));
}
