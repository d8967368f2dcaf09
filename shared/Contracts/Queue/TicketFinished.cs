namespace Wenden.Contracts.Queue;

/// <summary>The visitor has left the window; the visit is over.</summary>
public sealed record TicketFinished
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>When the visit ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }
}
