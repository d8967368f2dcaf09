namespace Wenden.Contracts.Queue;

/// <summary>What goes on at a site now: for its tellers and its manager.</summary>
public sealed record SiteOverview
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>As of when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What stands on the boards; none where nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Every zone.</summary>
    public required IReadOnlyList<ZoneNow> Zones { get; init; }

    /// <summary>Every window.</summary>
    public required IReadOnlyList<Window> Windows { get; init; }

    /// <summary>Today's tickets that are not at their end, each state in the order of turns.</summary>
    public required IReadOnlyList<Ticket> Tickets { get; init; }
}

/// <summary>A zone's line now.</summary>
public sealed record ZoneNow
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>The capital letter of its numbers.</summary>
    public required string Series { get; init; }

    /// <summary>Whether numbers are given out for it.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>How many wait.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many minutes the longest of them has waited; 0 where nobody waits.</summary>
    public required int LongestWaitMinutes { get; init; }

    /// <summary>How many minutes nobody should wait longer than.</summary>
    public required int TargetMinutes { get; init; }
}
