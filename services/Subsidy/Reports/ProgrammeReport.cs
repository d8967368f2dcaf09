namespace Wenden.Subsidy.Reports;

/// <summary>A year of a programme in figures, from the applications as they stand. Tells of no person.</summary>
internal sealed record ProgrammeReport
{
    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required IReadOnlyList<OfOffice> ByOffice { get; init; }

    /// <summary>Every group of the policy; who is in several counts in each.</summary>
    public required IReadOnlyList<OfGroup> ByGroup { get; init; }

    public required IReadOnlyList<OfOutcome> ByOutcome { get; init; }

    /// <summary>What refused; who was refused for several reasons counts in each.</summary>
    public required IReadOnlyList<OfReason> ByReason { get; init; }

    public required TimeTaken Days { get; init; }

    /// <summary>Hall days on which somebody applied or something was decided.</summary>
    public required IReadOnlyList<OfDay> ByDay { get; init; }

    public required Sums Money { get; init; }

    /// <summary>What a site took in: all of it, by how it was decided, what is not decided yet, and the yuan granted and not revoked.</summary>
    internal sealed record OfOffice(string Site, long Applications, long Approved, long Refused, long Revoked, long Open, decimal Amount);

    /// <summary>Applications of which it is certain that the group applies, however they were decided, and the yuan granted to them and not revoked.</summary>
    internal sealed record OfGroup(string Code, string Zh, string En, long Applications, decimal Amount);

    internal sealed record OfOutcome(string State, long Count);

    internal sealed record OfReason(string Code, string Zh, string En, long Count);

    /// <summary>
    /// Calendar days of the hall from intake to decision, of what came to a window and was reviewed: neither renewals nor duplicates. Half and nine of ten took
    /// so long at most; none where nothing was decided.
    /// </summary>
    internal sealed record TimeTaken(int? P50, int? P90, long Count);

    internal sealed record OfDay(DateOnly Day, long Applied, long Decided);

    /// <summary>Yuan.</summary>
    /// <param name="Approved">Granted and not revoked.</param>
    /// <param name="Released">Of that, released for payment.</param>
    /// <param name="Paid">What the bank has paid.</param>
    internal sealed record Sums(decimal Approved, decimal Released, decimal Paid);
}
