using System.Text.Json;

namespace Wenden.Queue.Sites;

/// <summary>A site as the site file gives it.</summary>
internal sealed record KnownSite
{
    public required string Site { get; init; }

    public required string Name { get; init; }

    /// <summary>Credit code of the employer whose enterprise station it is; none of any other site.</summary>
    public string? StationOf { get; init; }

    public required SiteRules Rules { get; init; }

    /// <summary>In the order in which numbers are taken for them.</summary>
    public required IReadOnlyList<KnownZone> Zones { get; init; }

    /// <summary>The zone that a number for these items is taken for.</summary>
    /// <param name="items">What the visitor came for; empty where they do not know yet.</param>
    /// <param name="areInstant">Whether all of it is done on the spot.</param>
    public KnownZone? ZoneFor(IReadOnlyList<string> items, bool areInstant) => Zones.FirstOrDefault(zone => zone.Takes switch
    {
        "instant" => areInstant,
        "listed" => items.Count > 0 && items.All(zone.Items.Contains),
        _ => true,
    });

    /// <summary>What a teller must be able to do for these items.</summary>
    public string[] SkillsFor(IReadOnlyList<string> items) =>
        [.. Rules.Skills.Where(skill => skill.Value.Exists(items.Contains)).Select(skill => skill.Key)];
}

internal sealed record KnownZone
{
    public required string Zone { get; init; }

    public required string Series { get; init; }

    public string? OfflineSeries { get; init; }

    public required string Takes { get; init; }

    public required string[] Items { get; init; }
}

/// <summary>What the site files say, as the database has it; looked up anew every few seconds. Whether a zone is open is not in it.</summary>
internal sealed class SiteBook([FromKeyedServices(Lookups.Pool)] NpgsqlDataSource database, TimeProvider clock)
{
    private readonly Lookup<string, KnownSite?> _sites = new(clock, site => ReadAsync(database, site));

    /// <summary>None where there is no such site.</summary>
    public Task<KnownSite?> FindAsync(string site, CancellationToken ct) => _sites.FindAsync(site, ct);

    private static async Task<KnownSite?> ReadAsync(NpgsqlDataSource database, string site)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var results = await connection.QueryMultipleAsync(
            """
            select name, station_of, rules::text from sites where site = @site;
            select zone, series, offline_series, takes, items from zones where site = @site order by position;
            """, new { site });
        if (await results.ReadSingleOrDefaultAsync<(string Name, string? StationOf, string Rules)?>() is not { } row)
            return null;
        return new KnownSite
        {
            Site = site,
            Name = row.Name,
            StationOf = row.StationOf,
            Rules = JsonSerializer.Deserialize<SiteRules>(row.Rules, HallJson.Options)!,
            Zones = [.. await results.ReadAsync<KnownZone>()],
        };
    }
}
