namespace Wenden.Intake.Cases;

/// <summary>A case as it is read: where each item stands, its forms, what was decided, and how it came there.</summary>
internal sealed record CaseView
{
    public required string Site { get; init; }

    public required string SiteName { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid TicketId { get; init; }

    public required string TicketNumber { get; init; }

    /// <summary>Number of the window, from 1.</summary>
    public required int Window { get; init; }

    /// <summary>The person in the registry.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The employer for whom the person acts; none where the case is the person's own.</summary>
    public ActingFor? Employer { get; init; }

    /// <summary>Where the slowest item stands; <c>closed</c> or <c>withdrawn</c> at the end.</summary>
    public required string State { get; init; }

    /// <summary>Account name of the teller who opened it, the only one who may accept it.</summary>
    public required string OpenedBy { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public required IReadOnlyList<CaseItem> Items { get; init; }

    public required IReadOnlyList<CaseForm> Forms { get; init; }

    public required IReadOnlyList<CaseStep> History { get; init; }

    /// <summary>Corrections of what was decided, the first first.</summary>
    public required IReadOnlyList<CaseCorrection> Corrections { get; init; }
}

/// <summary>One item of a case.</summary>
internal sealed record CaseItem
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    /// <summary>Codes of the items of the case that are done before it, since it uses what they produce.</summary>
    public string[] WaitsFor { get; init; } = [];

    /// <summary>Whether it is finished on the spot.</summary>
    public required bool Instant { get; init; }

    /// <summary>Working days promised from acceptance.</summary>
    public required int PromisedDays { get; init; }

    /// <summary>The last day promised, known from acceptance on.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary><c>subsidy</c>, <c>certification</c> or <c>none</c>.</summary>
    public required string FollowUp { get; init; }

    /// <summary>Yuan a year, where a subsidy was decided.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Codes of what decided, or what the reviewer wrote.</summary>
    public required string[] Reasons { get; init; }

    /// <summary>Names of the facts that the decision waits for.</summary>
    public required string[] Missing { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What it was accepted without.</summary>
    public IReadOnlyList<CaseGap> Gaps { get; init; } = [];

    /// <summary>What was committed to in place of papers, the first first.</summary>
    public IReadOnlyList<CaseCommitment> Commitments { get; init; } = [];

    /// <summary>What the visitor was asked to add; asked for once.</summary>
    public CaseSupplement? Supplement { get; init; }

    /// <summary>Why it cannot be ended now.</summary>
    /// <param name="of">Its case.</param>
    public Problem RefuseEnd(CaseView of)
    {
        var open = Gaps.Where(gap => gap.ClosedAt is null).ToArray();
        var before = of.Items.Where(item => WaitsFor.Contains(item.Code) && item.State != ItemState.Completed).ToArray();
        return State != ItemState.Accepted ? Problem.Conflict("item.not-accepted", Code).With("state", State)
            : open.Length > 0 ? Problem.Conflict("item.gap-open", Code, string.Join('、', open.Select(gap => gap.Name))).With("state", State)
            : before.Length > 0 ? Problem.Conflict("item.waits-for", Code, string.Join('、', before.Select(item => item.Name))).With("state", State)
            : Problem.Conflict("item.not-accepted", Code).With("state", State);
    }
}

/// <summary>A secondary material that an item was accepted without (容缺).</summary>
internal sealed record CaseGap
{
    public required string Item { get; init; }

    /// <summary>Code of the material.</summary>
    public required string Material { get; init; }

    public required string Name { get; init; }

    /// <summary>The last day to bring it.</summary>
    public required DateOnly DueOn { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }
}

/// <summary>What the person committed to in place of a paper (告知承诺).</summary>
internal sealed record CaseCommitment
{
    public required Guid Id { get; init; }

    public required string Item { get; init; }

    /// <summary>Code of the material that it stands for.</summary>
    public required string Material { get; init; }

    public required string Name { get; init; }

    /// <summary><c>offered</c>, <c>signed</c>, <c>revoked</c>, <c>kept</c> or <c>broken</c>.</summary>
    public required string State { get; init; }

    public required Guid FormId { get; init; }

    public required string OfferedBy { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What the check found, in the reviewer's words.</summary>
    public string? Note { get; init; }

    public string? CheckedBy { get; init; }

    public DateTimeOffset? CheckedAt { get; init; }
}

/// <summary>What a visitor was asked to add (补正).</summary>
internal sealed record CaseSupplement
{
    public required string Item { get; init; }

    /// <summary>What is missing, for the visitor to read.</summary>
    public required string Missing { get; init; }

    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The last day to bring it.</summary>
    public required DateOnly DueOn { get; init; }

    public DateTimeOffset? SuppliedAt { get; init; }

    public string? SuppliedBy { get; init; }
}

/// <summary>A wish to open a decided item again, and what came of it.</summary>
internal sealed record CaseCorrection
{
    public required Guid Id { get; init; }

    public required string Item { get; init; }

    public required string Reason { get; init; }

    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>How the item had been decided.</summary>
    public required string PriorState { get; init; }

    public required string[] PriorReasons { get; init; }

    /// <summary><c>approved</c> or <c>declined</c>; none as long as nobody has decided.</summary>
    public string? Result { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>One form of a case.</summary>
internal sealed record CaseForm
{
    public required Guid FormId { get; init; }

    /// <summary>Code of the item; none for a form about the whole case.</summary>
    public string? Item { get; init; }

    public required string Template { get; init; }

    /// <summary><c>wanted</c>, <c>rendered</c>, <c>signed</c> or <c>withdrawn</c>.</summary>
    public required string State { get; init; }

    /// <summary>Unknown until it is drawn.</summary>
    public bool? NeedsSignature { get; init; }

    public string? Sha256 { get; init; }

    public string? SignedSha256 { get; init; }

    public required string[] MissingFields { get; init; }
}

/// <summary>One step of one item.</summary>
internal sealed record CaseStep
{
    public required DateTimeOffset At { get; init; }

    public required string Item { get; init; }

    /// <summary>None for the opening.</summary>
    public string? From { get; init; }

    public required string To { get; init; }

    /// <summary>Account name of a person, or the service whose event it was.</summary>
    public required string Who { get; init; }

    public required string Why { get; init; }
}
