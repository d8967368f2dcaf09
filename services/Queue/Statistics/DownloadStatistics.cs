using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Statistics;

/// <summary><c>GET /sites/{site}/statistics.csv?from=&amp;to=</c>: one line per ticket, without anything that tells who the visitor was.</summary>
internal static class DownloadStatistics
{
    public static void MapDownloadStatistics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/statistics.csv", HandleAsync).RequireRole(Roles.SiteManager, Roles.Operator, Roles.Auditor);

    private static async Task<Results<FileContentHttpResult, Problem>> HandleAsync(
        string site, DateOnly from, DateOnly to, NpgsqlDataSource database, CancellationToken ct)
    {
        if (ReadStatistics.Check(from, to) is { } problem)
            return problem;
        await using var connection = await database.OpenConnectionAsync(ct);
        var visits = await connection.QueryAsync<Line>(new CommandDefinition(
            "select * from visits where site = @site and day between @from and @to order by issued_at, number", new { site, from, to }, cancellationToken: ct));
        // A spreadsheet takes it for UTF-8 by the mark at its beginning.
        var text = new StringBuilder("\uFEFFday,number,zone,class,issued,called,wait_minutes,service_minutes,window,outcome,items\r\n");
        foreach (var visit in visits)
            text.Append(visit.ToString()).Append("\r\n");
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"{site}-{from:yyyyMMdd}-{to:yyyyMMdd}.csv");
    }

    private sealed record Line
    {
        public DateOnly Day { get; init; }

        public string Number { get; init; } = "";

        public string Zone { get; init; } = "";

        public string Class { get; init; } = "";

        public DateTimeOffset IssuedAt { get; init; }

        public DateTimeOffset? CalledAt { get; init; }

        public decimal Minutes { get; init; }

        public int? Window { get; init; }

        public string State { get; init; } = "";

        public IReadOnlyList<string> Items { get; init; } = [];

        // Every text is a code or a number: nothing has to be quoted.
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Day:yyyy-MM-dd},{Number},{Zone},{Class},{Time(IssuedAt)},{Time(CalledAt)},{(CalledAt - IssuedAt)?.TotalMinutes:F1},{Minutes:F1},{Window},{State},{string.Join(' ', Items)}");

        private static string Time(DateTimeOffset? at) => at?.ToOffset(Hall.Offset).ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
    }
}
