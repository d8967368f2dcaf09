using System.Globalization;
using System.Text;
using Wenden.Intake.Ratings;

namespace Wenden.Intake.Rectification;

/// <summary>
/// <c>GET /sites/{site}/ledger/report?month=2019-10</c>: how visitors rated and what was put right in a month, in figures; <c>report.csv</c> has a line for each
/// entry that was opened in it. Neither tells what visitors said or who they are.
/// </summary>
internal static class ReadLedgerReport
{
    private static readonly string[] _readers = [Roles.SiteManager, Roles.Operator, Roles.Auditor];

    internal sealed record Report
    {
        public required string Site { get; init; }

        /// <summary>For example <c>2019-10</c>, by the hall's days.</summary>
        public required string Month { get; init; }

        /// <summary>Ratings by level, all five.</summary>
        public required IReadOnlyDictionary<string, long> Ratings { get; init; }

        /// <summary>Share of those that are not bad, from 0 to 1; none without ratings.</summary>
        public decimal? SatisfiedShare { get; init; }

        /// <summary>Entries that visitors opened.</summary>
        public required int OpenedByVisitors { get; init; }

        /// <summary>Entries that bad ratings opened.</summary>
        public required int OpenedByRatings { get; init; }

        /// <summary>How often an entry was settled.</summary>
        public required int Settled { get; init; }

        /// <summary>The same not after the last day to.</summary>
        public required int SettledInTime { get; init; }

        /// <summary>How often visitors did not take it for settled.</summary>
        public required int Reopened { get; init; }

        /// <summary>How often visitors agreed.</summary>
        public required int Confirmed { get; init; }

        /// <summary>Working days from the opening to the settlement, the middle of all; none where nothing was settled.</summary>
        public int? MedianDays { get; init; }

        /// <summary>Entries that were not settled at the end of the month, or are not yet.</summary>
        public required int Unsettled { get; init; }

        /// <summary>Those of them whose last day was past.</summary>
        public required int Overdue { get; init; }
    }

    public static void MapReadLedgerReport(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/ledger/report", ReadAsync).RequireRole(_readers).WithName(nameof(ReadLedgerReport))
            .Produces<Report>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/sites/{site}/ledger/report.csv", DownloadAsync).RequireRole(_readers).WithName("DownloadLedgerReport")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ReadAsync(string site, string month, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        if (!TryRead(month, out var first))
            return Problem.Invalid("report.month");
        var (from, until, now) = (Start(first), Start(first.AddMonths(1)), clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select level, count(*) from ratings where site = @site and rated_at >= @from and rated_at < @until group by level;
            select v.kind, e.origin, e.opened_at, v.due_on, v.at
              from ledger_events v
              join ledger_entries e on e.site = v.site and e.id = v.entry_id
             where v.site = @site and v.at >= @from and v.at < @until;
            select due_on
              from (select distinct on (entry_id) kind, due_on from ledger_events where site = @site and at < @until order by entry_id, number desc) as last
             where kind not in ('settled', 'confirmed');
            """, new { site, from, until }, cancellationToken: ct));
        var levels = (await all.ReadAsync<(string Level, long Count)>()).ToDictionary(row => row.Level, row => row.Count);
        var events = (await all.ReadAsync<Event>()).AsList();
        var unsettled = (await all.ReadAsync<DateOnly>()).AsList();

        var settled = events.Where(step => step.Kind == LedgerEventKind.Settled).ToArray();
        var days = settled.Select(step => WorkingDays.Between(Hall.DayOf(step.OpenedAt), Hall.DayOf(step.At))).Order().ToArray();
        var asOf = Hall.DayOf(now < until ? now : until.AddTicks(-1));
        var rated = levels.Values.Sum();
        return TypedResults.Ok(new Report
        {
            Site = site,
            Month = month,
            Ratings = RatingLevel.All.ToDictionary(level => level, level => levels.GetValueOrDefault(level)),
            SatisfiedShare = rated == 0 ? null : Math.Round(levels.Where(level => !RatingLevel.IsBad(level.Key)).Sum(level => level.Value) / (decimal)rated, 4),
            OpenedByVisitors = events.Count(step => step is { Kind: LedgerEventKind.Opened, Origin: "visitor" }),
            OpenedByRatings = events.Count(step => step is { Kind: LedgerEventKind.Opened, Origin: "rating" }),
            Settled = settled.Length,
            SettledInTime = settled.Count(step => Hall.DayOf(step.At) <= step.DueOn),
            Reopened = events.Count(step => step.Kind == LedgerEventKind.Reopened),
            Confirmed = events.Count(step => step.Kind == LedgerEventKind.Confirmed),
            MedianDays = days.Length == 0 ? null : days[days.Length / 2],
            Unsettled = unsettled.Count,
            Overdue = unsettled.Count(dueOn => dueOn < asOf),
        });
    }

    private static async Task<IResult> DownloadAsync(string site, string month, NpgsqlDataSource database, CancellationToken ct)
    {
        if (!TryRead(month, out var first))
            return Problem.Invalid("report.month");
        await using var connection = await database.OpenConnectionAsync(ct);
        var lines = await connection.QueryAsync<Line>(new CommandDefinition(
            """
            select e.opened_at, e.origin, r.level, e.item, e.window_number as "window", e.state, e.due_on, e.settled_at, e.is_called_back,
                   (select count(*) from ledger_events v where v.site = e.site and v.entry_id = e.id and v.kind = 'reopened') as reopened
              from ledger_entries e
              left join ratings r on r.site = e.site and r.case_id = e.case_id and r.item = e.item
             where e.site = @site and e.opened_at >= @from and e.opened_at < @until
             order by e.opened_at, e.id
            """, new { site, from = Start(first), until = Start(first.AddMonths(1)) }, cancellationToken: ct));
        // A spreadsheet takes it for UTF-8 by the mark at its beginning.
        var text = new StringBuilder("\uFEFFopened,origin,level,item,window,state,due,settled,working_days,called_back,reopened\r\n");
        foreach (var line in lines)
            text.Append(line.ToString()).Append("\r\n");
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"{site}-ledger-{month}.csv");
    }

    private static bool TryRead(string month, out DateOnly first) =>
        DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out first) && first.Year is > 1 and < 9999;

    private static DateTimeOffset Start(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Hall.Offset).ToUniversalTime();

    private sealed record Event
    {
        public string Kind { get; init; } = "";

        public string Origin { get; init; } = "";

        public DateTimeOffset OpenedAt { get; init; }

        public DateOnly DueOn { get; init; }

        public DateTimeOffset At { get; init; }
    }

    private sealed record Line
    {
        public DateTimeOffset OpenedAt { get; init; }

        public string Origin { get; init; } = "";

        public string? Level { get; init; }

        public string? Item { get; init; }

        public int? Window { get; init; }

        public string State { get; init; } = "";

        public DateOnly DueOn { get; init; }

        public DateTimeOffset? SettledAt { get; init; }

        public bool IsCalledBack { get; init; }

        public long Reopened { get; init; }

        // Every text is a code or a number: nothing has to be quoted.
        public override string ToString()
        {
            var (opened, settled) = (Hall.DayOf(OpenedAt), SettledAt is { } at ? Hall.DayOf(at) : (DateOnly?)null);
            var took = settled is { } day ? WorkingDays.Between(opened, day) : (int?)null;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{opened:yyyy-MM-dd},{Origin},{Level},{Item},{Window},{State},{DueOn:yyyy-MM-dd},{settled:yyyy-MM-dd},{took},{(IsCalledBack ? "yes" : "no")},{Reopened}");
        }
    }
}
