using System.Text;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Reports;

/// <summary>
/// <c>GET /programmes/{programme}/{year}/report</c>: a year of a programme in figures; <c>report.csv</c> has the same, one figure a line.
/// </summary>
internal static class ReadReport
{
    private static readonly string[] _readers = [Roles.Operator, Roles.Auditor, Roles.Approver, Roles.SiteManager];

    public static void MapReadReport(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{programme}/{year:int}/report", ReadAsync).RequireRole(_readers)
            .Produces<ProgrammeReport>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/programmes/{programme}/{year:int}/report.csv", DownloadAsync).RequireRole(_readers)
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ReadAsync(string programme, int year, NpgsqlDataSource database, PolicyBook policies, CancellationToken ct) =>
        policies.Find(programme, year) is { } policy
            ? TypedResults.Ok(await ReportFigures.ReadAsync(database, policy, ct))
            : Problem.NotFound("programme.unknown", programme, year);

    private static async Task<IResult> DownloadAsync(string programme, int year, NpgsqlDataSource database, PolicyBook policies, CancellationToken ct)
    {
        if (policies.Find(programme, year) is not { } policy)
            return Problem.NotFound("programme.unknown", programme, year);
        var report = await ReportFigures.ReadAsync(database, policy, ct);
        // A spreadsheet takes it for UTF-8 by the mark at its beginning.
        var text = new StringBuilder("\uFEFFpart,code,zh,en,figure,value\r\n");
        foreach (var line in Lines(report))
            text.AppendJoin(',', line.Select(CsvText.Of)).Append("\r\n");
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"{policy.Id}-report.csv");
    }

    private static IEnumerable<object?[]> Lines(ProgrammeReport report)
    {
        foreach (var row in report.ByOffice)
        {
            yield return ["office", row.Site, "", "", "applications", row.Applications];
            yield return ["office", row.Site, "", "", "approved", row.Approved];
            yield return ["office", row.Site, "", "", "refused", row.Refused];
            yield return ["office", row.Site, "", "", "revoked", row.Revoked];
            yield return ["office", row.Site, "", "", "open", row.Open];
            yield return ["office", row.Site, "", "", "amount", row.Amount];
        }

        foreach (var row in report.ByGroup)
        {
            yield return ["group", row.Code, row.Zh, row.En, "applications", row.Applications];
            yield return ["group", row.Code, row.Zh, row.En, "amount", row.Amount];
        }

        foreach (var row in report.ByOutcome)
            yield return ["outcome", row.State, "", "", "count", row.Count];
        foreach (var row in report.ByReason)
            yield return ["reason", row.Code, row.Zh, row.En, "count", row.Count];
        yield return ["days", "", "", "", "p50", report.Days.P50];
        yield return ["days", "", "", "", "p90", report.Days.P90];
        yield return ["days", "", "", "", "count", report.Days.Count];
        foreach (var row in report.ByDay)
        {
            yield return ["day", $"{row.Day:yyyy-MM-dd}", "", "", "applied", row.Applied];
            yield return ["day", $"{row.Day:yyyy-MM-dd}", "", "", "decided", row.Decided];
        }

        yield return ["money", "", "", "", "approved", report.Money.Approved];
        yield return ["money", "", "", "", "released", report.Money.Released];
        yield return ["money", "", "", "", "paid", report.Money.Paid];
    }
}
