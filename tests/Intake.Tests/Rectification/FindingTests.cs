using System.Net;
using Wenden.Intake.Rectification;

namespace Wenden.Intake.Tests.Rectification;

/// <summary>What anybody may say is wrong, and what is not taken.</summary>
public sealed class FindingTests(IntakeHall hall)
{
    private readonly Teller _teller = new(hall, name: "t041");
    private readonly Visitor _visitor = Visitor.Of(hall);

    [Theory]
    [InlineData("", null, null, "finding.what")]
    [InlineData("字太小", 0, null, "finding.window")]
    [InlineData("字太小", null, "请打电话", "finding.contact")]
    public async Task Bad_findings_are_named(string what, int? window, string? contact, string code)
    {
        using var answer = await _visitor.TryReportAsync(_teller.Site, what, window, contact);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("123456", "****")]
    [InlineData("0631-8450000", "063****0000")]
    public void A_short_number_shows_nothing(string contact, string shown) => LedgerEntry.Mask(contact).ShouldBe(shown);

    [Fact]
    public async Task A_site_that_is_not_there_takes_no_findings()
    {
        using var answer = await _visitor.TryReportAsync("nowhere", "字太小");
        using var about = await _visitor.GetAsync("/findings/about/nowhere");
        using var known = await _visitor.GetAsync($"/findings/about/{_teller.Site}");

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "finding.site");
        await about.ShouldBeProblemAsync(HttpStatusCode.NotFound, "finding.site");
        (await known.ReadAsync<ReportFinding.About>()).SiteName.ShouldBe("文登区人社综合服务大厅");
    }

    [Fact]
    public async Task A_flood_of_findings_is_stopped_whichever_replica_it_reaches()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 110).Select(turn =>
            (turn % 2 == 0 ? _visitor : Visitor.Beside(hall)).TryReportAsync(_teller.Site, $"第 {turn} 条")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(100);
        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.Created).ToArray();
        refused.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused[0].ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "finding.too-many");
        Array.ForEach(answers, answer => answer.Dispose());
    }
}
