using Wenden.Contracts.Queue;
using static Wenden.Portal.Reading.QueueReads;

namespace Wenden.Portal.Reading;

/// <summary>What a teller or a site manager has the queue do. What stands against it comes as <see cref="ReadFailedException"/> with the present state.</summary>
internal sealed class QueueCommands(HallReader hall)
{
    /// <summary>Sits down at a window, or takes it over from another page; the claim of the answer is for this page's commands.</summary>
    public async Task<Window> OpenWindowAsync(string site, int window, CancellationToken ct) =>
        (await hall.DoAsync<Window>(HttpMethod.Post, Queue, $"{At(site)}/windows/{window}/open", null, ct))!;

    public Task PauseWindowAsync(string site, int window, Guid? claim, string reason, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, $"{At(site)}/windows/{window}/pause", new { claim, reason }, ct);

    public Task ResumeWindowAsync(string site, int window, Guid? claim, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, $"{At(site)}/windows/{window}/resume", new { claim }, ct);

    public Task CloseWindowAsync(string site, int window, Guid? claim, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, $"{At(site)}/windows/{window}/close", new { claim }, ct);

    /// <summary>The next visitor; null where nobody waits.</summary>
    public Task<Ticket?> CallNextAsync(string site, int window, Guid? claim, CancellationToken ct) =>
        hall.DoAsync<Ticket>(HttpMethod.Post, Queue, $"{At(site)}/windows/{window}/call-next", new { claim }, ct);

    /// <param name="ticket">The ticket.</param>
    /// <param name="step"><c>start</c>, <c>recall</c>, <c>miss</c>, <c>resume</c>, <c>return</c> or <c>cancel</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task StepAsync(Ticket ticket, string step, CancellationToken ct) => DoAsync(ticket, step, null, ct);

    public Task HoldAsync(Ticket ticket, string reason, CancellationToken ct) => DoAsync(ticket, "hold", new { reason }, ct);

    public Task TransferAsync(Ticket ticket, TransferGoal goal, string? reason, CancellationToken ct) =>
        DoAsync(ticket, "transfer", new { goal.Zone, goal.Window, goal.Teller, reason }, ct);

    /// <param name="ticket">The ticket.</param>
    /// <param name="items">Codes of all items from now on.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task ChangeItemsAsync(Ticket ticket, IEnumerable<string> items, CancellationToken ct) => DoAsync(ticket, "items", new { items }, ct);

    /// <param name="ticket">The ticket.</param>
    /// <param name="results">What became of each item, by code: one of <see cref="ItemResult"/>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task FinishAsync(Ticket ticket, IReadOnlyDictionary<string, string> results, CancellationToken ct) => DoAsync(ticket, "finish", new { results }, ct);

    public Task SetZoneAsync(string site, string zone, bool isOpen, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, $"{At(site)}/zones/{zone}/{(isOpen ? "open" : "close")}", null, ct);

    public Task SetMessageAsync(string site, string text, CancellationToken ct) => hall.DoAsync(HttpMethod.Put, Queue, $"{At(site)}/message", new { text }, ct);

    public Task SetSkillsAsync(string site, string teller, IEnumerable<string> skills, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Put, Queue, $"{At(site)}/tellers/{Uri.EscapeDataString(teller)}", new { skills }, ct);

    private Task DoAsync(Ticket ticket, string step, object? body, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, $"{At(ticket.Site)}/tickets/{ticket.TicketId}/{step}", body, ct);
}

/// <summary>Where a visitor goes on: exactly one of the three.</summary>
internal sealed record TransferGoal
{
    public string? Zone { get; init; }

    public int? Window { get; init; }

    public string? Teller { get; init; }

    /// <summary>From the value of a choice, such as <c>window:5</c>; null where it is none.</summary>
    public static TransferGoal? Parse(string? choice) => choice?.Split(':', 2) switch
    {
        ["zone", { Length: > 0 } zone] => new() { Zone = zone },
        ["window", var number] when int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var window) => new() { Window = window },
        ["teller", { Length: > 0 } teller] => new() { Teller = teller },
        _ => null,
    };
}
