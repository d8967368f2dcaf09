namespace Wenden.Portal.Reading;

/// <summary>The rectification ledger of a site.</summary>
internal sealed class LedgerReads(HallReader hall)
{
    private const string Intake = "intake";

    /// <summary>What is to be put right, the longest overdue first; a site manager sees all, others what they handle.</summary>
    public Task<IReadOnlyList<LedgerEntry>> ListAsync(string site, bool all, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<LedgerEntry>>(Intake, $"{QueueReads.At(site)}/ledger{(all ? "?all=true" : "")}", ct);

    /// <summary>One entry with its history. Every reading is in the audit trail.</summary>
    public Task<LedgerEntry> ReadAsync(string site, Guid id, CancellationToken ct) => hall.GetAsync<LedgerEntry>(Intake, At(site, id), ct);

    public Task AssignAsync(string site, LedgerEntry entry, string owner, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, entry.Id)}/assign", new { owner, entry.Version }, ct);

    public Task CallBackAsync(string site, LedgerEntry entry, string text, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, entry.Id)}/call-back", new { text, entry.Version }, ct);

    public Task SettleAsync(string site, LedgerEntry entry, string text, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, entry.Id)}/settle", new { text, entry.Version }, ct);

    /// <param name="site">The site.</param>
    /// <param name="month">For example <c>2019-10</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<LedgerReport> ReportAsync(string site, string month, CancellationToken ct) =>
        hall.GetAsync<LedgerReport>(Intake, $"{QueueReads.At(site)}/ledger/report?month={Uri.EscapeDataString(month)}", ct);

    private static string At(string site, Guid id) => $"{QueueReads.At(site)}/ledger/{id}";
}

/// <summary>An entry of the ledger, as Intake shows it to the person signed in.</summary>
public sealed record LedgerEntry
{
    public required Guid Id { get; init; }

    public required string Origin { get; init; }

    public required string What { get; init; }

    public int? Window { get; init; }

    public string? Contact { get; init; }

    public string? TicketNumber { get; init; }

    public string? ItemName { get; init; }

    public string? Level { get; init; }

    public required string State { get; init; }

    public required int Version { get; init; }

    public string? Owner { get; init; }

    public bool IsCalledBack { get; init; }

    public bool WantsCallBack { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateOnly DueOn { get; init; }

    public int DaysLeft { get; init; }

    public bool IsOverdue { get; init; }

    public IReadOnlyList<Event> Events { get; init; } = [];

    /// <summary>Whether somebody still has to do something.</summary>
    public bool IsWorkedOn => State is "open" or "assigned" or "reopened";

    public sealed record Event(int Number, string Kind, string Who, string? Text, string? Owner, DateTimeOffset At);
}

/// <summary>A month in figures.</summary>
internal sealed record LedgerReport(
    string Month, IReadOnlyDictionary<string, long> Ratings, decimal? SatisfiedShare, int OpenedByVisitors, int OpenedByRatings, int Settled, int SettledInTime,
    int Reopened, int Confirmed, int? MedianDays, int Unsettled, int Overdue);
