namespace Wenden.Portal.Reading;

/// <summary>What a year of the subsidy came to, and how the citizen's own applications stand.</summary>
internal sealed class ReportReads(HallReader hall)
{
    private const string Subsidy = "subsidy";

    /// <summary>Every year that there are rules for, the latest first.</summary>
    public async Task<IReadOnlyList<ProgrammeYear>> YearsAsync(CancellationToken ct) =>
        [.. (await hall.GetAsync<IReadOnlyList<ProgrammeYear>>(Subsidy, "/programmes", ct)).Where(year => year.Programme == ProgrammeReads.Programme).OrderByDescending(year => year.Year)];

    public Task<SubsidyReport> ReadAsync(int year, CancellationToken ct) =>
        hall.GetAsync<SubsidyReport>(Subsidy, FormattableString.Invariant($"/programmes/{ProgrammeReads.Programme}/{year}/report"), ct);

    /// <summary>The applications of the citizen signed in, the last first.</summary>
    public Task<IReadOnlyList<OwnApplication>> OwnAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<OwnApplication>>(Subsidy, "/own-applications", ct);

    /// <summary>Objects to what was decided; the same key for a second try of the same.</summary>
    public Task ObjectAsync(Guid application, string text, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"/own-applications/{application}/objections", new { text }, ct, key);
}

/// <summary>A year of the subsidy in figures; amounts in yuan.</summary>
public sealed record SubsidyReport(
    IReadOnlyList<SubsidyReport.Office> ByOffice, IReadOnlyList<SubsidyReport.Group> ByGroup, IReadOnlyList<SubsidyReport.Outcome> ByOutcome, IReadOnlyList<SubsidyReport.Reason> ByReason,
    SubsidyReport.Duration Days, IReadOnlyList<SubsidyReport.Day> ByDay, SubsidyReport.Yuan Money)
{
    public sealed record Office(string Site, int Applications, int Approved, int Refused, int Open, decimal Amount);

    public sealed record Group(string Code, string Zh, string En, int Applications, decimal Amount);

    public sealed record Outcome(string State, int Count);

    public sealed record Reason(string Code, string Zh, string En, int Count);

    /// <summary>Days from intake to decision: the usual, and what nine of ten are within.</summary>
    public sealed record Duration(decimal? P50, decimal? P90, int Count);

    /// <param name="On">The day.</param>
    /// <param name="Applied">Applications of that day.</param>
    /// <param name="Decided">Decisions of that day.</param>
    public sealed record Day([property: System.Text.Json.Serialization.JsonPropertyName("day")] DateOnly On, int Applied, int Decided);

    public sealed record Yuan(decimal Approved, decimal Released, decimal Paid);
}

/// <summary>An application of the citizen signed in.</summary>
internal sealed record OwnApplication(
    Guid Id, string Site, string Programme, int Year, string State, DateOnly AppliedOn, decimal? Amount, IReadOnlyList<OwnApplication.Reason> Reasons,
    IReadOnlyList<OwnApplication.Lacking> Missing, string? Place, DateTimeOffset? DecidedAt, OwnApplication.Announced? Notice, DateOnly? PaidOn, bool CanObject, Guid? Letter,
    string? Supplement = null, OwnApplication.Continued? Renewal = null)
{
    /// <summary>Where it stands, from 1 (applied) to 5 (paid).</summary>
    public int Step => (State, PaidOn) switch
    {
        (_, not null) => 5,
        ("assessing" or "incomplete", _) => 1,
        ("supplement" or "first-review", _) => 2,
        ("second-review" or "override-review", _) => 3,
        ("approved", _) => 4,
        _ => 3,
    };

    /// <summary>Whether it goes no further.</summary>
    public bool IsStopped => State is "refused" or "revoked";

    internal sealed record Reason(string Code, string Zh, string En);

    internal sealed record Lacking(string Fact, string Zh, string En);

    internal sealed record Announced(DateOnly EndsOn);

    /// <summary>What the yearly run asks for (<c>asked</c>), or why it does not continue (<c>refused</c>).</summary>
    internal sealed record Continued(int Year, string State, IReadOnlyList<Lacking> Changed, IReadOnlyList<Reason> Reasons)
    {
        /// <summary>In the language of the page.</summary>
        public IEnumerable<string> Words => State == "asked"
            ? Changed.Select(fact => Names.Choose(fact.Zh, fact.En)) : Reasons.Select(reason => Names.Choose(reason.Zh, reason.En));
    }
}
