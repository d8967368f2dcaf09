namespace Wenden.Portal.Reading;

/// <summary>The roll of people with a long-term benefit.</summary>
internal sealed class CertificationReads(HallReader hall)
{
    public Task<RollSummary> SummaryAsync(string site, CancellationToken ct) =>
        hall.GetAsync<RollSummary>("certification", $"/sites/{Uri.EscapeDataString(site)}/roll/summary", ct);

    /// <param name="site">Code of the site.</param>
    /// <param name="state"><c>due</c> or <c>overdue</c>.</param>
    /// <param name="ct">Ends the reading.</param>
    public Task<IReadOnlyList<RollEntry>> RollAsync(string site, string state, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<RollEntry>>("certification", $"/sites/{Uri.EscapeDataString(site)}/roll?state={state}&limit=50", ct);
}

internal sealed record RollSummary(long Total, long Current, long Due, long Overdue, long Died, long Ended);

internal sealed record RollEntry(Guid PersonId, string? Village, string? CareHome, DateOnly? CertifiedOn, DateOnly? ValidUntil, string State);
