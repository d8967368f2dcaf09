namespace Wenden.Contracts.Queue;

/// <summary>What a board in the hall shows: who is to go where, and how many wait.</summary>
public sealed record Board
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>What the site manager has written; none where nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Visitors at or on their way to a window, the newest call first.</summary>
    public required IReadOnlyList<CalledTicket> Called { get; init; }

    /// <summary>Every series of the site, those with nobody waiting too.</summary>
    public required IReadOnlyList<WaitingCount> Waiting { get; init; }
}

/// <summary>One visitor at a window. No name is ever shown.</summary>
public sealed record CalledTicket
{
    /// <summary>The number.</summary>
    public required string Number { get; init; }

    /// <summary>The window, from 1.</summary>
    public required int Window { get; init; }

    /// <summary><c>called</c> or <c>serving</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was called.</summary>
    public required DateTimeOffset CalledAt { get; init; }
}

/// <summary>How many of a series wait today.</summary>
public sealed record WaitingCount
{
    /// <summary>The capital letter of the numbers.</summary>
    public required string Series { get; init; }

    /// <summary>Name of the zone.</summary>
    public required string Zone { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }
}

/// <summary>Something to be said in the hall. Announcements of a site are said one after the other, by rising sequence.</summary>
public sealed record Announcement
{
    /// <summary>Place in the site's order: dense, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>The number that is called.</summary>
    public required string Number { get; init; }

    /// <summary>The window to go to, from 1.</summary>
    public required int Window { get; init; }

    /// <summary>The call it speaks of was not the first.</summary>
    public required bool IsRecall { get; init; }

    /// <summary>When the window called.</summary>
    public required DateTimeOffset CalledAt { get; init; }

    /// <summary><c>saved</c>, <c>delivered</c> (a board has it) or <c>played</c> (it was said).</summary>
    public required string State { get; init; }
}
