using Wenden.Queue.Sites;

namespace Wenden.Queue.Estimates;

/// <summary>How fast a site works now.</summary>
internal sealed record Pace
{
    /// <summary>Minutes per item lately, by its code.</summary>
    public required IReadOnlyDictionary<string, double> Items { get; init; }

    /// <summary>Every zone.</summary>
    public required IReadOnlyDictionary<string, ZonePace> Zones { get; init; }

    /// <summary>Minutes per item as long as nothing is known of it.</summary>
    public required int Planned { get; init; }

    /// <summary>Minutes at the window for these items; one item is reckoned with where none is named.</summary>
    public double MinutesFor(IReadOnlyList<string> items) =>
        items.Count == 0 ? Planned : items.Sum(item => Items.GetValueOrDefault(item, Planned));
}

/// <summary>How fast a zone's line moves.</summary>
internal sealed record ZonePace
{
    public required string Zone { get; init; }

    /// <summary>Zones with which it shares windows, itself too: their lines are one line.</summary>
    public required string[] Shared { get; init; }

    /// <summary>Open windows that serve it; where none is, all that could.</summary>
    public required int Windows { get; init; }

    /// <summary>Minutes of work still to do for the visitors at those windows.</summary>
    public required double Underway { get; init; }

    /// <summary>What the true waits were, as shares of the expected ones: few below <c>Low</c>, 0.3 to 1, most below <c>High</c>, 1 to 3.</summary>
    public required double Low { get; init; }

    public required double High { get; init; }
}

/// <summary>The pace of sites, measured anew every few seconds.</summary>
internal sealed class PaceBook([FromKeyedServices(Lookups.Pool)] NpgsqlDataSource database, SiteBook sites, TimeProvider clock)
{
    private readonly Lookup<string, Pace?> _paces = new(clock, site => MeasureAsync(database, sites, clock, site));

    /// <summary>None where there is no such site.</summary>
    public Task<Pace?> FindAsync(string site, CancellationToken ct) => _paces.FindAsync(site, ct);

    private static async Task<Pace?> MeasureAsync(NpgsqlDataSource database, SiteBook sites, TimeProvider clock, string site)
    {
        if (await sites.FindAsync(site, CancellationToken.None) is not { } known)
            return null;

        await using var connection = await database.OpenConnectionAsync();
        await using var results = await connection.QueryMultipleAsync(
            """
            -- Visits for several items count for each by its equal share.
            select item, avg(minutes)::float8
              from (select items, window_seconds / 60 / cardinality(items) as minutes
                      from tickets
                     where site = @site and state = 'finished' and cardinality(items) > 0
                     order by finished_at desc
                     limit 600) as visit, unnest(items) as item
             group by item
            having count(*) >= 5;

            with serving as (
                select windows.number, windows.zones, windows.state,
                       case when tickets.ticket_id is null then 0
                            else greatest(expected_service / 3, expected_service - extract(epoch from @now - at_window_at) / 60) end as underway
                  from windows
                  left join tickets on tickets.site = windows.site and tickets.ticket_id = windows.ticket_id
                 where windows.site = @site),
            shared as (
                select zone, array_agg(distinct other) as zones, count(distinct number) as windows,
                       count(distinct number) filter (where state = 'open') as open
                  from serving, unnest(zones) as zone, unnest(zones) as other
                 group by zone),
            lately as (
                select zone, (extract(epoch from first_called_at - arrived_at) / 60 + @Slack) / (expected_wait + @Slack) as share,
                       row_number() over (partition by zone order by first_called_at desc) as back
                  from zones
                 cross join lateral (
                       select arrived_at, first_called_at, expected_wait
                         from tickets
                        where tickets.site = @site and tickets.zone = zones.zone and first_called_at is not null and expected_wait is not null
                        order by first_called_at desc
                        limit 120) as called
                 where zones.site = @site),
            errors as (
                select zone, percentile_cont(0.08) within group (order by share) as low, percentile_cont(0.94) within group (order by share) as high
                  from lately
                 group by zone
                having count(*) >= 20)
            select shared.zone, shared.zones as shared, (case when open > 0 then open else windows end)::int as windows,
                   coalesce((select sum(underway) from serving where shared.zone = any(serving.zones)), 0)::float8 as underway,
                   greatest(0.3, least(1, coalesce(low, 0.6)))::float8 as low, least(3, greatest(1, coalesce(high, 1.6)))::float8 as high
              from shared
              left join errors using (zone)
            """, new { site, now = clock.GetUtcNow(), WaitEstimate.Slack });
        return new Pace
        {
            Items = (await results.ReadAsync<(string Item, double Minutes)>()).ToDictionary(item => item.Item, item => item.Minutes, StringComparer.Ordinal),
            Zones = (await results.ReadAsync<ZonePace>()).ToDictionary(zone => zone.Zone, StringComparer.Ordinal),
            Planned = known.Rules.ServiceMinutes,
        };
    }
}
