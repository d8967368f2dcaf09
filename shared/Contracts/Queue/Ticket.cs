namespace Wenden.Contracts.Queue;

/// <summary>A ticket as <c>GET /sites/{site}/tickets/{id}</c> of the queue answers it.</summary>
public sealed record Ticket
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>What the visitor reads and hears, for example <c>A001</c>.</summary>
    public required string Number { get; init; }

    /// <summary><c>waiting</c>, <c>called</c>, <c>serving</c> or <c>finished</c>.</summary>
    public required string State { get; init; }

    /// <summary>Codes of the service items the visitor came for.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>When the number was taken.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Number of the window that called, from 1; none while waiting.</summary>
    public int? Window { get; init; }

    /// <summary>Account name of the teller who called; none while waiting.</summary>
    public string? Teller { get; init; }

    /// <summary>When it was called; none while waiting.</summary>
    public DateTimeOffset? CalledAt { get; init; }

    /// <summary>When the visit ended; none before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
