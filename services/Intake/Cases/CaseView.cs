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

    /// <summary>Where the slowest item stands; <c>closed</c> or <c>withdrawn</c> at the end.</summary>
    public required string State { get; init; }

    /// <summary>Account name of the teller who opened it, the only one who may accept it.</summary>
    public required string OpenedBy { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public required IReadOnlyList<CaseItem> Items { get; init; }

    public required IReadOnlyList<CaseForm> Forms { get; init; }

    public required IReadOnlyList<CaseStep> History { get; init; }
}

/// <summary>One item of a case.</summary>
internal sealed record CaseItem
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    /// <summary>Whether it is finished on the spot.</summary>
    public required bool Instant { get; init; }

    /// <summary>Working days promised from acceptance.</summary>
    public required int PromisedDays { get; init; }

    /// <summary><c>subsidy</c>, <c>certification</c> or <c>none</c>.</summary>
    public required string FollowUp { get; init; }

    /// <summary>Yuan a year, where a subsidy was decided.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Codes of what decided.</summary>
    public required string[] Reasons { get; init; }

    /// <summary>Names of the facts that the decision waits for.</summary>
    public required string[] Missing { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>One form of a case.</summary>
internal sealed record CaseForm
{
    public required Guid FormId { get; init; }

    /// <summary>Code of the item; none for a form about the whole case.</summary>
    public string? Item { get; init; }

    public required string Template { get; init; }

    /// <summary><c>wanted</c>, <c>rendered</c> or <c>signed</c>.</summary>
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
