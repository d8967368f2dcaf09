namespace Wenden.Contracts.Queue;

/// <summary>A window and who sits there.</summary>
public sealed record Window
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Codes of the zones it serves.</summary>
    public required IReadOnlyList<string> Zones { get; init; }

    /// <summary>One of <see cref="WindowState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Account name of the teller; none while closed.</summary>
    public string? Teller { get; init; }

    /// <summary>Given to whoever opened the window last; what an older page sends with an older claim is refused.</summary>
    public Guid? Claim { get; init; }

    /// <summary>When it was opened; none while closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Why it is paused; none otherwise.</summary>
    public string? PauseReason { get; init; }

    /// <summary>Whom the window serves or has called; none while it is free.</summary>
    public Guid? TicketId { get; init; }
}

/// <summary>Whether a window takes visitors.</summary>
public static class WindowState
{
    /// <summary>Nobody sits there.</summary>
    public const string Closed = "closed";

    /// <summary>Takes visitors.</summary>
    public const string Open = "open";

    /// <summary>Its teller takes nobody for a while.</summary>
    public const string Paused = "paused";
}
