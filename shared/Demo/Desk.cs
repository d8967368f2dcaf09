using System.Text.Json;

namespace Wenden.Demo;

/// <summary>What happens between a visitor and window 3 of the hall: number, call, case, forms, signature, acceptance.</summary>
public sealed class Desk(Visit visit)
{
    /// <summary>The hall.</summary>
    public const string Site = "wendeng-hall";

    private const int Window = 3;

    /// <summary>Where visitors take their number.</summary>
    public static readonly Caller Kiosk = new("kiosk", "kiosk-1", Site);

    /// <summary>The teller at window 3.</summary>
    public static readonly Caller Teller = new("teller", "t003", Site);

    /// <summary>First review.</summary>
    public static readonly Caller Reviewer = new("reviewer", "r001", Site);

    /// <summary>Second review.</summary>
    public static readonly Caller Approver = new("approver", "a001", Site);

    /// <summary>The visitor takes one number for <paramref name="items"/> and is called.</summary>
    public async Task<Guid> TakeNumberAsync(string[] items, CancellationToken ct)
    {
        var slip = await visit.PostAsync(Kiosk, "queue", $"/sites/{Site}/tickets", new { items },
            taken => $"takes one number, {Text(taken.GetProperty("ticket"), "number")}, for {items.Length} item(s): {string.Join(", ", items)}", ct);
        var ticketId = slip.GetProperty("ticket").GetProperty("ticketId").GetGuid();
        await visit.PostAsync(Teller, "queue", $"/sites/{Site}/windows/{Window}/open", null, _ => $"window {Window} is open", ct);

        // Whoever is at the window or before us in the line was left over from a walk that was broken off, and is sent off.
        while (await CallNextAsync(ct) is var called && called != ticketId)
            await visit.PostAsync(Teller, "queue", $"/sites/{Site}/tickets/{called}/finish", null, _ => "an earlier visitor leaves", ct);
        await visit.PostAsync(Teller, "queue", $"/sites/{Site}/tickets/{ticketId}/start", null, _ => "the visit begins", ct);
        return ticketId;
    }

    /// <summary>The teller opens a case; the forms are drawn from the registry and signed, and it is accepted.</summary>
    public async Task<Guid> OpenSignAcceptAsync(Guid ticketId, string identityNumber, string[] items, CancellationToken ct)
    {
        var caseId = await OpenSignAsync(ticketId, identityNumber, items, ct);
        await AcceptAsync(caseId, ct);
        return caseId;
    }

    /// <summary>The teller opens a case; the forms are drawn from the registry and signed.</summary>
    public async Task<Guid> OpenSignAsync(Guid ticketId, string identityNumber, string[] items, CancellationToken ct)
    {
        var opened = await visit.PostAsync(Teller, "intake", $"/sites/{Site}/cases", new { ticketId, identityNumber, items },
            made => $"one case for {made.GetProperty("items").GetArrayLength()} item(s)", ct);
        var caseId = opened.GetProperty("caseId").GetGuid();

        await WaitForItemsAsync(caseId, "awaiting-signature",
            drawn => $"{drawn.GetProperty("forms").GetArrayLength()} form(s) drawn from the registry, 0 fields typed", ct);
        var shown = await visit.WaitAsync(Teller, "forms", $"/sites/{Site}/cases/{caseId}/forms", _ => true,
            read => $"the visitor is shown {read.GetArrayLength()} form(s), each value with its source", ct);
        var forms = shown.EnumerateArray().Where(form => form.GetProperty("needsSignature").GetBoolean())
            .Select(form => new { formId = form.GetProperty("formId").GetGuid(), sha256 = Text(form, "sha256") }).ToArray();
        await visit.PostAsync(Teller, "forms", $"/sites/{Site}/cases/{caseId}/signature", new { signature = Signature(), forms },
            _ => "the visitor checks and signs", ct);
        await WaitForItemsAsync(caseId, "signed", _ => "the signed forms are in the archive", ct);
        return caseId;
    }

    /// <summary>The case is accepted.</summary>
    public Task AcceptAsync(Guid caseId, CancellationToken ct) =>
        visit.PostAsync(Teller, "intake", $"/sites/{Site}/cases/{caseId}/accept", null, _ => "accepted", ct);

    /// <summary>An item is done on the spot; where it has to wait for another the answer says so.</summary>
    public Task<JsonElement> CompleteAsync(Guid caseId, string item, CancellationToken ct) => visit.PostAsync(
        Teller, "intake", $"/sites/{Site}/cases/{caseId}/items/{item}/complete", null, done => Text(done, "title") ?? $"{item} is completed on the spot", ct, mayConflict: true);

    /// <summary>Waits until every item of the case stands at <paramref name="state"/>.</summary>
    public Task<JsonElement> WaitForItemsAsync(Guid caseId, string state, Func<JsonElement, string> say, CancellationToken ct) =>
        visit.WaitAsync(Teller, "intake", $"/sites/{Site}/cases/{caseId}",
            seen => seen.GetProperty("items").EnumerateArray().All(item => Text(item, "state") == state), say, ct);

    /// <summary>The visitor leaves.</summary>
    public Task FinishAsync(Guid ticketId, CancellationToken ct) =>
        visit.PostAsync(Teller, "queue", $"/sites/{Site}/tickets/{ticketId}/finish", null, done => $"the visit of {Text(done, "number")} is over", ct);

    /// <summary>A text member.</summary>
    public static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private async Task<Guid> CallNextAsync(CancellationToken ct)
    {
        var answer = await visit.PostAsync(Teller, "queue", $"/sites/{Site}/windows/{Window}/call-next", null,
            next => Text(next, "number") is { } number ? $"{number} is called to window {Window}" : "the window is still taken", ct, mayConflict: true);
        var ticket = answer.TryGetProperty("ticket", out var active) ? active : answer;
        Visit.Expect(ticket.TryGetProperty("ticketId", out var id), "somebody who waits or is at the window");
        return id.GetGuid();
    }

    private static byte[] Signature()
    {
        using var stream = typeof(Desk).Assembly.GetManifestResourceStream("Wenden.Demo.signature.png")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
