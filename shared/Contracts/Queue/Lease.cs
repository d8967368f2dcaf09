namespace Wenden.Contracts.Queue;

/// <summary>A block of numbers that a kiosk may give out while the queue cannot be reached.</summary>
public sealed record Lease
{
    /// <summary>The lease.</summary>
    public required Guid LeaseId { get; init; }

    /// <summary>Code of the zone.</summary>
    public required string Zone { get; init; }

    /// <summary>The capital letter of the numbers, the zone's own for such times.</summary>
    public required string Series { get; init; }

    /// <summary>The first number.</summary>
    public required int First { get; init; }

    /// <summary>The last number.</summary>
    public required int Last { get; init; }

    /// <summary>From when, by the queue's clock; the kiosk reckons its own clock's error from it.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>Numbers taken later are refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A number that a kiosk gave out from its lease.</summary>
public sealed record LeasedTicket
{
    /// <summary>Chosen by the kiosk, version 7.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>Within the lease.</summary>
    public required int Sequence { get; init; }

    /// <summary>When the visitor took it, by the queue's clock as the kiosk reckons it.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Codes of the items.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>One of <see cref="VisitorClass"/>.</summary>
    public string Class { get; init; } = VisitorClass.Ordinary;

    /// <summary>Of the visitor, where it is known.</summary>
    public string? IdentityNumber { get; init; }

    /// <summary>Ends the address of the visitor's page; 22 characters of the base64url alphabet.</summary>
    public required string Link { get; init; }
}

/// <summary>What became of a number handed in.</summary>
public sealed record LeasedTicketResult
{
    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary><c>taken</c>, <c>already</c> (it was there) or <c>refused</c>.</summary>
    public required string Result { get; init; }

    /// <summary>Why it was refused: <c>outside-lease</c>, <c>after-end</c>, <c>number-taken</c>, <c>malformed</c>; none otherwise.</summary>
    public string? Reason { get; init; }
}
