using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using Wenden.Demo;

namespace Wenden.Journeys.Tests;

/// <summary>A subsidy from the kiosk to the bank: four people, a public notice, a letter, a payment, and the same decision when it is made again.</summary>
[Collection(DayTests.Window3)]
public sealed class SubsidyTests(RunningHall running)
{
    private const string Item = "subsidy-4050";
    private const string Site = $"/sites/{Desk.Site}";
    private static readonly Caller _payer = new("payer", "p001", Desk.Site), _operator = new("operator", "o001", "*");

    [Fact]
    public async Task Four_people_bring_a_subsidy_from_the_kiosk_to_the_bank()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hall = new HallClient(running.Hall.Portal);
        var visit = new Visit(hall, "From the kiosk to the bank", TextWriter.Null);
        var (cast, desk) = (new Cast(), new Desk(visit));
        await visit.ImportAsync(cast.ToNdjson(), ct);
        var ticket = await desk.TakeNumberAsync([Item], ct);
        var caseId = await desk.OpenSignAcceptAsync(ticket, cast.Daughter, [Item], ct);
        await desk.FinishAsync(ticket, ct);
        var application = await ApproveAsync(visit, caseId, ct);

        var unannounced = await ReleaseAsync(visit, application, ct);
        var notice = await visit.PostAsync(Desk.Approver, "subsidy", $"{Site}/notices", new { programme = "4050", year = 2019 }, _ => "", ct);
        using (var budget = await hall.SendAsync(_operator, Trace(visit), HttpMethod.Put, "/api/subsidy/programmes/4050/2019/budget", () => Json(new { amount = 1_000_000, source = "鲁财社〔2019〕1号" }), ct))
            budget.IsSuccessStatusCode.ShouldBeTrue(await budget.Content.ReadAsStringAsync(ct));
        var announced = await ReleaseAsync(visit, application, ct);
        await EndAsync(notice.GetProperty("id").GetGuid());
        var released = await ReleaseAsync(visit, application, ct);
        var batch = await PayAsync(hall, visit, application, ct);

        (Code(unannounced), Code(announced)).ShouldBe(("release.not-announced", "release.notice-running"));
        released.GetProperty("done").GetBoolean().ShouldBeTrue(released.ToString());
        (Desk.Text(batch, "state"), batch.GetProperty("difference").GetDecimal()).ShouldBe(("settled", 0));
        await visit.WaitAsync(
            Desk.Teller, "intake", $"{Site}/cases/{caseId}",
            seen => seen.GetProperty("history").EnumerateArray().Any(step => Desk.Text(step, "why") == "paid"), _ => "", ct);
        await visit.WaitAsync(
            Desk.Teller, "forms", $"{Site}/cases/{caseId}/forms",
            forms => forms.EnumerateArray().Any(form => Desk.Text(form, "template") == "subsidy-4050-decision"), _ => "", ct);
        var replay = await visit.WaitAsync(_operator, "subsidy", "/replay", _ => true, _ => "", ct);
        (replay.GetProperty("decisions").GetInt32() > 0, replay.GetProperty("differing").GetInt32()).ShouldBe((true, 0));
    }

    private static async Task<Guid> ApproveAsync(Visit visit, Guid caseId, CancellationToken ct)
    {
        var application = await visit.WaitAsync(
            Desk.Reviewer, "subsidy", $"{Site}/applications/by-case/{caseId}", seen => Desk.Text(seen, "state") == "first-review", _ => "", ct);
        var id = application.GetProperty("id").GetGuid();
        await visit.PostAsync(Desk.Reviewer, "subsidy", $"{Site}/applications/{id}/first-review", new { approve = true }, _ => "", ct);
        var decided = await visit.PostAsync(Desk.Approver, "subsidy", $"{Site}/applications/{id}/second-review", new { approve = true }, _ => "", ct);
        (Desk.Text(decided, "state"), decided.GetProperty("amount").GetDecimal()).ShouldBe(("approved", 5_000));
        return id;
    }

    private static async Task<JsonElement> ReleaseAsync(Visit visit, Guid application, CancellationToken ct) =>
        (await visit.PostAsync(_payer, "subsidy", $"{Site}/releases", new { applications = new[] { application } }, _ => "", ct)).GetProperty("rows")[0];

    /// <summary>The days of the notice go by.</summary>
    private async Task EndAsync(Guid notice)
    {
        await using var connection = new NpgsqlConnection(running.Hall.Databases["subsidydb"].ConnectionString);
        await connection.ExecuteAsync("update notices set ends_on = '2019-10-20' where id = @notice", new { notice });
    }

    private static async Task<JsonElement> PayAsync(HallClient hall, Visit visit, Guid application, CancellationToken ct)
    {
        var made = await visit.PostAsync(_payer, "subsidy", $"{Site}/payment-batches", new { programme = "4050", year = 2019 }, _ => "", ct);
        var path = $"{Site}/payment-batches/{made.GetProperty("id").GetGuid()}";
        var file = await visit.DownloadAsync(_payer, "subsidy", $"{path}/file.csv", _ => "", ct);
        await visit.PostAsync(_payer, "subsidy", $"{path}/sent", null, _ => "", ct);
        using var answer = await hall.SendAsync(
            _payer, Trace(visit), HttpMethod.Post, $"/api/subsidy{path}/answer", () => new ByteArrayContent(Answer(file)) { Headers = { ContentType = new("text/csv") } }, ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(ct));
        var batch = await visit.WaitAsync(_payer, "subsidy", path, _ => true, _ => "", ct);
        batch.GetProperty("payments").EnumerateArray().ShouldContain(payment => payment.GetProperty("applicationId").GetGuid() == application);
        return batch;
    }

    /// <summary>The bank has paid everything, as docs/payments.md describes its answer.</summary>
    internal static byte[] Answer(byte[] file)
    {
        // What an answer repeats is plain ASCII.
        var lines = Encoding.Latin1.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToArray();
        var (head, payments, trailer) = (lines[0], lines[1..^1], lines[^1]);
        var body = new StringBuilder($"A,{head[1]},{head[2]},{head[3]},{head[4]},{head[5]},{trailer[3]},{head[7]},{head[8]}\r\n");
        foreach (var payment in payments)
            body.Append($"R,{payment[2]},{payment[^1]},PAID,20191021,\r\n");
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body.ToString())));
        return Encoding.ASCII.GetBytes($"{body}Z,{payments.Length},{payments.Sum(payment => long.Parse(payment[^1]))},0,{checksum}\r\n");
    }

    private static string? Code(JsonElement row) => Desk.Text(row, "code");

    private static string Trace(Visit visit) => $"00-{visit.TraceId}-{visit.SpanId}-01";

    private static JsonContent Json(object body) => JsonContent.Create(body);
}
