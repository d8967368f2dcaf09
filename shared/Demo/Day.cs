using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Wenden.Demo;

/// <summary>What a walk came to.</summary>
/// <param name="Visits">The visits, each with its trace.</param>
/// <param name="SignedPdf">Where the signed application lies.</param>
/// <param name="Took">How long it took.</param>
public sealed record DayResult(IReadOnlyList<Visit> Visits, string SignedPdf, TimeSpan Took)
{
    /// <summary>One line.</summary>
    public string Totals => string.Create(
        CultureInfo.InvariantCulture, $"{Visits.Count} visits, {Visits.Sum(visit => visit.Steps)} steps, {Took.TotalSeconds:F1} s, every step as expected");
}

/// <summary>Three visitors of the sample hall, from the kiosk to the decision.</summary>
public static class Day
{
    /// <summary>Walks them through the hall and prints each step.</summary>
    /// <exception cref="StepFailedException">A step did not come out as it must.</exception>
    public static async Task<DayResult> WalkAsync(HallClient hall, string outputFolder, TextWriter output, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var cast = new Cast();
        var people = new Visit(hall, "Before the doors open: the people of this walk come into the registry", output);
        await people.BeginAsync();
        var imported = await people.ImportAsync(cast.ToNdjson(), ct);
        Visit.Expect(Visit.Sum(imported, "rejected") == 0, $"no rejected line, not {imported}");

        var daughter = new Visit(hall, "A woman of 45, flexibly employed after losing a job with a district employer, with her mother", output);
        var pdf = await GrantedAsync(daughter, cast, outputFolder, ct);
        var trader = new Visit(hall, "A man registered as a shareholder of a company in 2019", output);
        await RefusedAsync(trader, cast.Trader, ct);
        var unclear = new Visit(hall, "A woman of whom nobody has stated whether her file is in custody", output);
        await WaitingAsync(unclear, cast.Unclear, ct);
        return new DayResult([people, daughter, trader, unclear], pdf, Stopwatch.GetElapsedTime(started));
    }

    private static async Task<string> GrantedAsync(Visit visit, Cast cast, string outputFolder, CancellationToken ct)
    {
        string[] items = ["personnel-agency-enrolment", "flexible-employment-contribution", "subsidy-4050"];
        var desk = new Desk(visit);
        await visit.BeginAsync();
        var ticketId = await desk.TakeNumberAsync(items, ct);
        var caseId = await desk.OpenSignAcceptAsync(ticketId, cast.Daughter, items, ct);
        foreach (var item in items[..2])
            await desk.CompleteAsync(caseId, item, ct);

        await CertifyMotherAsync(visit, cast.Mother, ticketId, ct);
        await desk.FinishAsync(ticketId, ct);

        await ReviewAsync(visit, caseId, approve: true, ct);
        var decided = await WaitForDecisionAsync(visit, caseId, "completed", ct);
        var (amount, reasons) = (decided.GetProperty("amount").GetDecimal(), Reasons(decided));
        Visit.Expect(amount == 5_000 && reasons.Contains("G1"), $"5,000 yuan by G1, not {amount} by {string.Join(", ", reasons)}");
        return await SaveSignedFormAsync(visit, caseId, outputFolder, ct);
    }

    private static async Task RefusedAsync(Visit visit, string person, CancellationToken ct)
    {
        var caseId = await ApplyAsync(visit, person, ct);
        await ReviewAsync(visit, caseId, approve: false, ct);
        var decided = await WaitForDecisionAsync(visit, caseId, "rejected", ct);
        Visit.Expect(Reasons(decided).Contains("X6"), $"a refusal by X6, not {string.Join(", ", Reasons(decided))}");
    }

    private static async Task WaitingAsync(Visit visit, string person, CancellationToken ct)
    {
        var caseId = await ApplyAsync(visit, person, ct);
        var waiting = await visit.WaitAsync(Desk.Teller, "intake", $"/sites/{Desk.Site}/cases/{caseId}",
            seen => Desk.Text(Only(seen), "state") == "waiting-facts",
            seen => $"waits for: {string.Join(", ", Only(seen).GetProperty("missing").EnumerateArray())}", ct);
        var missing = Only(waiting).GetProperty("missing").EnumerateArray().Select(fact => fact.GetString());
        Visit.Expect(missing.SequenceEqual(["fileInCustody"]), "fileInCustody to be named as the missing fact");
    }

    private static async Task<Guid> ApplyAsync(Visit visit, string person, CancellationToken ct)
    {
        string[] items = ["subsidy-4050"];
        var desk = new Desk(visit);
        await visit.BeginAsync();
        var ticketId = await desk.TakeNumberAsync(items, ct);
        var caseId = await desk.OpenSignAcceptAsync(ticketId, person, items, ct);
        await desk.FinishAsync(ticketId, ct);
        return caseId;
    }

    private static async Task CertifyMotherAsync(Visit visit, string mother, Guid ticketId, CancellationToken ct)
    {
        var found = await visit.PostAsync(Desk.Teller, "registry", "/persons/lookup", new { idNumber = mother }, _ => "her mother is found", ct);
        await visit.PostAsync(Desk.Teller, "certification", $"/sites/{Desk.Site}/certifications",
            new { personId = found.GetProperty("personId").GetGuid(), channel = "counter", ticketId },
            done => $"her mother is certified at the same window, valid until {Desk.Text(done, "validUntil")}", ct);
    }

    private static async Task ReviewAsync(Visit visit, Guid caseId, bool approve, CancellationToken ct)
    {
        var application = await visit.WaitAsync(Desk.Reviewer, "subsidy", $"/sites/{Desk.Site}/applications/by-case/{caseId}",
            seen => Desk.Text(seen, "state") == "first-review",
            seen => $"judged by the rules: {Desk.Text(seen.GetProperty("assessment"), "outcome")}", ct);
        var path = $"/sites/{Desk.Site}/applications/{application.GetProperty("id").GetGuid()}";
        var opinion = new { approve, note = approve ? "材料齐全,符合条件" : "经核对,存在不予补贴的情形" };
        await visit.PostAsync(Desk.Reviewer, "subsidy", $"{path}/first-review", opinion, _ => $"first review by {Desk.Reviewer.Name}", ct);
        await visit.PostAsync(Desk.Approver, "subsidy", $"{path}/second-review", opinion,
            done => $"second review by {Desk.Approver.Name}: {Desk.Text(done, "state")}", ct);
    }

    private static async Task<JsonElement> WaitForDecisionAsync(Visit visit, Guid caseId, string state, CancellationToken ct)
    {
        var seen = await visit.WaitAsync(Desk.Teller, "intake", $"/sites/{Desk.Site}/cases/{caseId}",
            found => Desk.Text(Subsidy(found), "state") == state,
            found => $"the case knows: {state}, {Subsidy(found).GetProperty("amount").GetDecimal():N0} yuan, by {string.Join(", ", Reasons(Subsidy(found)))}", ct);
        return Subsidy(seen);
    }

    private static async Task<string> SaveSignedFormAsync(Visit visit, Guid caseId, string folder, CancellationToken ct)
    {
        var seen = await visit.WaitAsync(Desk.Teller, "intake", $"/sites/{Desk.Site}/cases/{caseId}", _ => true, _ => "the case with all its steps", ct);
        var form = seen.GetProperty("forms").EnumerateArray().First(found => Desk.Text(found, "template") == "subsidy-4050-application");
        var file = Path.Combine(folder, $"subsidy-4050-{caseId}.pdf");
        var pdf = await visit.DownloadAsync(Desk.Teller, "forms", $"/sites/{Desk.Site}/forms/{form.GetProperty("formId").GetGuid()}/pdf",
            bytes => $"the signed application, {bytes.Length / 1024} kB: {file}", ct);
        Visit.Expect(pdf.AsSpan().StartsWith("%PDF-"u8), "a PDF");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(file, pdf, ct);
        return file;
    }

    private static JsonElement Subsidy(JsonElement seen) =>
        seen.GetProperty("items").EnumerateArray().Single(item => Desk.Text(item, "code") == "subsidy-4050");

    private static JsonElement Only(JsonElement seen) => seen.GetProperty("items").EnumerateArray().Single();

    private static string?[] Reasons(JsonElement item) => [.. item.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString())];
}
