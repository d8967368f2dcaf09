using Wenden.Demo;

namespace Wenden.Journeys.Tests;

/// <summary>
/// Somebody whose subsidy waits, since nobody has stated that their personnel file is in custody, comes again for 人事代理新增 and 灵活就业参保缴费 in one go:
/// what the first makes true is on the form of the second, in the registry, and lets the subsidy go on.
/// </summary>
[Collection(DayTests.Window3)]
public sealed class ChainTests(RunningHall running)
{
    private const string Subsidy = "subsidy-4050", Custody = "personnel-agency-enrolment", Contribution = "flexible-employment-contribution";

    [Fact]
    public async Task What_one_item_makes_true_carries_the_next_and_what_waited_for_it()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hall = new HallClient(running.Hall.Portal);
        var visit = new Visit(hall, "Twice at one window", TextWriter.Null);
        var (cast, desk) = (new Cast(), new Desk(visit));
        await visit.ImportAsync(cast.ToNdjson(), ct);
        var first = await desk.TakeNumberAsync([Subsidy], ct);
        var waiting = await desk.OpenSignAcceptAsync(first, cast.Unclear, [Subsidy], ct);
        await desk.FinishAsync(first, ct);
        await desk.WaitForItemsAsync(waiting, "waiting-facts", _ => "", ct);

        var second = await desk.TakeNumberAsync([Contribution, Custody], ct);
        var chain = await desk.OpenSignAsync(second, cast.Unclear, [Contribution, Custody], ct);
        await HandInFileAsync(hall, visit, chain, ct);
        await desk.AcceptAsync(chain, ct);
        var early = await desk.CompleteAsync(chain, Contribution, ct);
        await desk.CompleteAsync(chain, Custody, ct);
        var done = await desk.CompleteAsync(chain, Contribution, ct);
        await desk.FinishAsync(second, ct);

        early.GetProperty("code").GetString().ShouldBe("item.waits-for");
        done.GetProperty("state").GetString().ShouldBe("closed");
        var forms = await visit.WaitAsync(Desk.Teller, "forms", $"/sites/{Desk.Site}/cases/{chain}/forms", _ => true, _ => "", ct);
        var keeper = forms.EnumerateArray().Single(form => Desk.Text(form, "template") == "flexible-contribution-declaration")
            .GetProperty("fields").EnumerateArray().Single(field => Desk.Text(field, "name") == "fileKeeper");
        (Desk.Text(keeper, "text"), Desk.Text(keeper, "source")).ShouldBe(("文登区人社综合服务大厅", "本次办理 人事代理新增(档案托管)"));
        var person = done.GetProperty("personId").GetGuid();
        await visit.WaitAsync(
            Desk.Teller, "registry", $"/persons/{person}",
            file => file.GetProperty("facts").TryGetProperty("fileInCustody", out var fact) && Desk.Text(fact, "source")!.StartsWith("人事代理新增", StringComparison.Ordinal), _ => "", ct);
        await visit.WaitAsync(
            Desk.Reviewer, "subsidy", $"/sites/{Desk.Site}/applications/by-case/{waiting}", seen => Desk.Text(seen, "state") == "first-review", _ => "", ct);
    }

    /// <summary>The personnel file itself, photographed at the window.</summary>
    private static async Task HandInFileAsync(HallClient hall, Visit visit, Guid caseId, CancellationToken ct)
    {
        using var stream = typeof(Desk).Assembly.GetManifestResourceStream("Wenden.Demo.signature.png")!;
        using var picture = new MemoryStream();
        await stream.CopyToAsync(picture, ct);
        using var answer = await hall.SendAsync(
            Desk.Teller, $"00-{visit.TraceId}-{visit.SpanId}-01", HttpMethod.Post, $"/api/intake/sites/{Desk.Site}/cases/{caseId}/items/{Custody}/materials/personnel-file",
            () => new ByteArrayContent(picture.ToArray()) { Headers = { ContentType = new("application/octet-stream") } }, ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(ct));
    }
}
