using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Statistics;

/// <summary>
/// <c>GET /sites/{site}/statistics?from=&amp;to=</c>: days in figures, from the events of tickets alone. At most 400 days at once.
/// </summary>
internal static class ReadStatistics
{
    private const int MostDays = 400;

    public static void MapReadStatistics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/statistics", HandleAsync).RequireRole(Roles.SiteManager, Roles.Operator, Roles.Auditor);

    internal static Problem? Check(DateOnly from, DateOnly to) =>
        from <= to && to.DayNumber - from.DayNumber < MostDays ? null : Problem.Invalid("statistics.days", MostDays);

    private static async Task<Results<Ok<SiteStatistics>, Problem>> HandleAsync(
        string site, DateOnly from, DateOnly to, NpgsqlDataSource database, CancellationToken ct)
    {
        if (Check(from, to) is { } problem)
            return problem;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select count(*)::int as issued, count(*) filter (where state = 'finished')::int as served, count(*) filter (where state = 'missed')::int as missed,
                   count(*) filter (where state = 'cancelled')::int as cancelled, count(*) filter (where state = 'abandoned')::int as abandoned,
                   percentile_cont(0.5) within group (order by wait) as p50, percentile_cont(0.9) within group (order by wait) as p90, max(wait) as longest,
                   percentile_cont(0.5) within group (order by minutes::float8) filter (where state = 'finished') as service_p50,
                   percentile_cont(0.9) within group (order by minutes::float8) filter (where state = 'finished') as service_p90,
                   max(minutes::float8) filter (where state = 'finished') as service_longest
              from visits, lateral (select extract(epoch from called_at - issued_at)::float8 / 60 as wait) as waited
             where site = @site and day between @from and @to;

            select hour, count(*)::int as count, percentile_cont(0.5) within group (order by wait) as p50,
                   percentile_cont(0.9) within group (order by wait) as p90, max(wait) as longest
              from visits,
                   lateral (select extract(epoch from called_at - issued_at)::float8 / 60 as wait, extract(hour from issued_at at time zone interval '8 hours')::int as hour) as waited
             where site = @site and day between @from and @to
             group by hour
             order by hour;

            select item, count(*)::int as count, percentile_cont(0.5) within group (order by share) as p50,
                   percentile_cont(0.9) within group (order by share) as p90, max(share) as longest
              from visits, unnest(items) as item, lateral (select minutes::float8 / cardinality(items) as share) as shared
             where site = @site and day between @from and @to and state = 'finished'
             group by item
             order by count desc, item;

            select "window", sum(minutes)::numeric as busy_minutes,
                   (select count(*)::int from visits
                     where visits.site = @site and visits.day between @from and @to and visits.state = 'finished' and visits."window" = window_minutes."window") as served
              from window_minutes
             where site = @site and day between @from and @to
             group by "window"
             order by "window";
            """, new { site, from, to }, cancellationToken: ct));
        var total = await results.ReadSingleAsync<Total>();
        return TypedResults.Ok(new SiteStatistics
        {
            From = from,
            To = to,
            Issued = total.Issued,
            Served = total.Served,
            Missed = total.Missed,
            Cancelled = total.Cancelled,
            Abandoned = total.Abandoned,
            Wait = Minutes(total.P50, total.P90, total.Longest),
            Service = Minutes(total.ServiceP50, total.ServiceP90, total.ServiceLongest),
            Hours = [.. (await results.ReadAsync<Group>()).Select(row => new HourFigures { Hour = row.Hour, Issued = row.Count, Wait = row.Spread })],
            Items = [.. (await results.ReadAsync<Group>()).Select(row => new ItemFigures { Item = row.Item, Count = row.Count, Service = row.Spread })],
            Windows = [.. (await results.ReadAsync<WindowFigures>()).Select(window => window with { BusyMinutes = decimal.Round(window.BusyMinutes, 1) })],
        });
    }

    private static Spread Minutes(double? p50, double? p90, double? longest) => new() { P50 = Tenths(p50), P90 = Tenths(p90), Longest = Tenths(longest) };

    private static decimal? Tenths(double? minutes) => minutes is { } value ? decimal.Round((decimal)value, 1) : null;

    private sealed record Total
    {
        public int Issued { get; init; }

        public int Served { get; init; }

        public int Missed { get; init; }

        public int Cancelled { get; init; }

        public int Abandoned { get; init; }

        public double? P50 { get; init; }

        public double? P90 { get; init; }

        public double? Longest { get; init; }

        public double? ServiceP50 { get; init; }

        public double? ServiceP90 { get; init; }

        public double? ServiceLongest { get; init; }
    }

    private sealed record Group
    {
        public int Hour { get; init; }

        public string Item { get; init; } = "";

        public int Count { get; init; }

        public double? P50 { get; init; }

        public double? P90 { get; init; }

        public double? Longest { get; init; }

        public Spread Spread => Minutes(P50, P90, Longest);
    }
}
