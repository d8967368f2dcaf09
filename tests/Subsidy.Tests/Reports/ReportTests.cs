using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using Wenden.Contracts;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;
using Wenden.Subsidy.Tests.Notices;

namespace Wenden.Subsidy.Tests.Reports;

public class ReportTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private readonly Town _town = new(host);

    [Fact]
    public async Task The_figures_are_those_counted_from_the_rows()
    {
        var other = new Town(host);
        var first = await _town.DecideAsync();
        await _town.DecideAsync("李四", "371003198001010011", approve: true, ("paysMedical", "false"), ("disabled", "true"));
        await _town.DecideAsync("张三", "371003198001010022", approve: false, ("blacklisted", "true"), ("ableToWork", "false"));
        await other.DecideAsync("赵六", "371003198001010033", approve: false);
        await other.ApplyAsync("孙七", "371003198001010044", "incomplete", ("fileInCustody", null));
        await host.ApplyAsync(SubsidyHost.Case(first.Id, site: other.Site), "refused");
        await _town.ExecuteAsync(
            $"""
            update applications set released_by = 'p001', released_at = now() where id = '{first.Application}';
            update applications set accepted_at = accepted_at - interval '9 days' where site = '{other.Site}' and state = 'refused';
            """);

        var report = await ReadAsync();

        var rows = await RowsAsync();
        rows.Count.ShouldBeGreaterThanOrEqualTo(6);
        foreach (var office in rows.GroupBy(row => row.Site))
        {
            var counted = report.GetProperty("byOffice").EnumerateArray().Single(each => each.GetProperty("site").GetString() == office.Key);
            Figures(counted, "applications", "approved", "refused", "open", "amount").ShouldBe(
            [
                office.Count(), Count(office, "approved"), Count(office, "refused"), office.Count(row => row.State is not ("approved" or "refused" or "revoked")),
                office.Where(row => row.State == "approved").Sum(row => row.Amount),
            ]);
        }

        foreach (var group in report.GetProperty("byGroup").EnumerateArray())
        {
            var members = rows.Where(row => row.Codes("groups").Contains(group.GetProperty("code").GetString()!)).ToArray();
            Figures(group, "applications", "amount").ShouldBe([members.Length, members.Where(row => row.State == "approved").Sum(row => row.Amount)]);
        }

        report.GetProperty("byOutcome").EnumerateArray().ShouldAllBe(each => each.GetProperty("count").GetInt32() == Count(rows, each.GetProperty("state").GetString()!));
        report.GetProperty("byReason").EnumerateArray().ToDictionary(each => each.GetProperty("code").GetString()!, each => each.GetProperty("count").GetInt32())
            .ShouldBe(rows.Where(row => row.State == "refused").SelectMany(ReasonsOf).CountBy(code => code).ToDictionary(), ignoreOrder: true);
        var took = rows.Where(row => row is { DecidedAt: not null, DuplicateOf: null }).Select(row => Hall.DayOf(row.DecidedAt!.Value).DayNumber - Hall.DayOf(row.AcceptedAt).DayNumber)
            .Order().ToArray();
        Figures(report.GetProperty("days"), "p50", "p90", "count").ShouldBe([Rank(took, 0.5), Rank(took, 0.9), took.Length]);
        report.GetProperty("byDay").EnumerateArray().ShouldAllBe(day =>
            day.GetProperty("applied").GetInt32() == rows.Count(row => $"{row.AppliedOn:yyyy-MM-dd}" == day.GetProperty("day").GetString())
            && day.GetProperty("decided").GetInt32() == rows.Count(row => row.DecidedAt != null && $"{Hall.DayOf(row.DecidedAt.Value):yyyy-MM-dd}" == day.GetProperty("day").GetString()));
        report.GetProperty("byDay").EnumerateArray().Sum(day => day.GetProperty("applied").GetInt32()).ShouldBe(rows.Count);
        Figures(report.GetProperty("money"), "approved", "released", "paid").ShouldBe(
            [rows.Where(row => row.State == "approved").Sum(row => row.Amount), rows.Where(row => row.ReleasedAt is not null).Sum(row => row.Amount), 0m]);
    }

    [Fact]
    public async Task The_file_has_the_same_figures_and_a_mark_for_spreadsheets()
    {
        await _town.DecideAsync();
        using var client = host.Client(Roles.Auditor, "u001", "*");

        using var answer = await client.GetAsync("/programmes/4050/2019/report.csv");

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe(Encoding.UTF8.GetPreamble());
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("4050-2019-report.csv");
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        lines[0].ShouldBe("part,code,zh,en,figure,value");
        lines.ShouldContain($"office,{_town.Site},,,applications,1");
        lines.ShouldContain($"office,{_town.Site},,,amount,5000.00");
    }

    [Fact]
    public async Task A_year_without_a_policy_has_no_report()
    {
        using var client = host.Client(Roles.SiteManager, "m001");

        foreach (var path in new[] { "report", "report.csv" })
        {
            using var answer = await client.GetAsync($"/programmes/4050/2011/{path}");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var client = host.Client(Roles.Operator, "o001", "*");
        return await client.GetFromJsonAsync<JsonElement>("/programmes/4050/2019/report");
    }

    private static int Count(IEnumerable<Row> rows, string state) => rows.Count(row => row.State == state);

    // The nearest rank: the smallest value that so large a share does not exceed.
    private static int Rank(int[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    private static string[] ReasonsOf(Row row) =>
        row.DuplicateOf is not null ? ["D"] : row.Outcome == "eligible" ? ["R"] : [.. row.Codes("failed"), .. row.Codes("exclusions")];

    private static decimal[] Figures(JsonElement of, params string[] members) => [.. members.Select(member => of.GetProperty(member).GetDecimal())];

    private async Task<List<Row>> RowsAsync()
    {
        await using var connection = new NpgsqlConnection(host.Database);
        return (await connection.QueryAsync<Row>("select * from applications where programme = '4050' and year = 2019")).AsList();
    }

    private sealed record Row
    {
        public string Site { get; init; } = "";

        public string State { get; init; } = "";

        public string? Outcome { get; init; }

        public Guid? DuplicateOf { get; init; }

        public DateOnly AppliedOn { get; init; }

        public DateTimeOffset AcceptedAt { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public DateTimeOffset? ReleasedAt { get; init; }

        public decimal Amount { get; init; }

        public string? Assessment { get; init; }

        public string[] Codes(string member) =>
            Assessment is null ? [] : [.. JsonElement.Parse(Assessment).GetProperty(member).EnumerateArray().Select(code => code.GetString()!)];
    }
}
