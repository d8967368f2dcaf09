namespace Wenden.Portal.Reading;

/// <summary>Applications for the subsidy.</summary>
internal sealed class SubsidyReads(HallReader hall)
{
    /// <summary>As many as one answer holds; more are counted as "at least".</summary>
    public const int Most = 500;

    /// <summary>Applications in one state at one site, the longest waiting first.</summary>
    public Task<IReadOnlyList<Application>> ApplicationsAsync(string site, string state, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<Application>>("subsidy", $"/applications?site={Uri.EscapeDataString(site)}&state={state}&limit={Most}", ct);
}

internal sealed record Application(
    Guid Id, Guid CaseId, string Item, string Programme, int Year, DateOnly AppliedOn, DateTimeOffset AcceptedAt, string State, string? Outcome, decimal Amount);
