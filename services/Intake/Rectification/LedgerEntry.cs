namespace Wenden.Intake.Rectification;

/// <summary>An entry of the rectification ledger (整改落实台账).</summary>
internal sealed record LedgerEntry
{
    public required string Site { get; init; }

    /// <summary>Chinese name of the site.</summary>
    public required string SiteName { get; init; }

    public required Guid Id { get; init; }

    /// <summary><c>visitor</c>, who told of it, or <c>rating</c>, a bad one.</summary>
    public required string Origin { get; init; }

    /// <summary>What the visitor says; may be empty with a rating.</summary>
    public required string What { get; init; }

    /// <summary>Number of the window that it is about, from 1.</summary>
    public int? Window { get; init; }

    /// <summary>The visitor's telephone number; whole for its owner alone, <c>138****5678</c> for others.</summary>
    public string? Contact { get; init; }

    /// <summary>The case that was rated.</summary>
    public Guid? CaseId { get; init; }

    public string? TicketNumber { get; init; }

    /// <summary>Name of the item that was rated.</summary>
    public string? ItemName { get; init; }

    /// <summary>How it was rated.</summary>
    public string? Level { get; init; }

    /// <summary>One of <see cref="LedgerState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Number of its last event; whoever changes it says which they saw.</summary>
    public required int Version { get; init; }

    /// <summary>Account name of who handles it.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether the visitor was called back since it was opened, or opened again.</summary>
    public required bool IsCalledBack { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The last day to settle it.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Working days from today to that day; below 0 where it is past.</summary>
    public int DaysLeft { get; init; }

    /// <summary>Whether that day is past, and it is not settled.</summary>
    public bool IsOverdue { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Everything that happened to it, the first first; empty in a list.</summary>
    public IReadOnlyList<LedgerEvent> Events { get; init; } = [];

    /// <summary>Whether its owner has to call the visitor back before it is settled (回访).</summary>
    public bool WantsCallBack => Origin == "rating" || Contact is not null;

    /// <summary>As <paramref name="reader"/> may see it today.</summary>
    public LedgerEntry For(string reader, DateOnly today) => this with
    {
        Contact = Contact is null || Owner == reader ? Contact : Mask(Contact),
        DaysLeft = WorkingDays.Between(today, DueOn),
        IsOverdue = DueOn < today && LedgerState.Working.Contains(State),
    };

    /// <summary>The first three and the last four characters where it is long enough, otherwise nothing of it.</summary>
    internal static string Mask(string contact) => contact.Length < 11 ? "****" : $"{contact[..3]}****{contact[^4..]}";
}

/// <summary>What happened to an entry, and by whom.</summary>
internal sealed record LedgerEvent
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>One of <see cref="LedgerEventKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Account name of a person, or <c>visitor</c>.</summary>
    public required string Who { get; init; }

    /// <summary>What was said.</summary>
    public string? Text { get; init; }

    /// <summary>Who handles it from then on, where it was given to somebody.</summary>
    public string? Owner { get; init; }

    /// <summary>The last day to settle it, as it stood then.</summary>
    public required DateOnly DueOn { get; init; }

    public required DateTimeOffset At { get; init; }
}
