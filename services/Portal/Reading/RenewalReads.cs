namespace Wenden.Portal.Reading;

/// <summary>The yearly run that renews what was approved the year before.</summary>
internal sealed class RenewalReads(HallReader hall)
{
    private const string Subsidy = "subsidy";

    /// <summary>The runs of a year, the newest first.</summary>
    public async Task<IReadOnlyList<RenewalRun>> ListAsync(ProgrammeYear year, CancellationToken ct) =>
        [.. (await hall.GetAsync<IReadOnlyList<RenewalRun>>(Subsidy, $"{PolicyReads.At(year)}/renewals", ct)).OrderByDescending(run => run.StartedAt)];

    /// <summary>Starts the run, or goes on with those who came since.</summary>
    public Task StartAsync(ProgrammeYear year, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"{PolicyReads.At(year)}/renewals", null, ct, key);
}

/// <summary>A run: how many there are, are done, and what came of them.</summary>
internal sealed record RenewalRun(
    Guid Id, int Year, int FromYear, string State, DateTimeOffset StartedAt, string StartedBy, DateTimeOffset? FinishedAt, int Total, int Done, int Renewed, int Asked,
    int Refused, int Failed)
{
    public bool IsRunning => State == "running";
}
