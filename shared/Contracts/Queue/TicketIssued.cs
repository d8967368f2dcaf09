namespace Wenden.Contracts.Queue;

/// <summary>A visitor has taken one number for everything they came for.</summary>
public sealed record TicketIssued
{
    /// <summary>Code of the site that issued the ticket.</summary>
    public required string Site { get; init; }

    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>What the visitor reads and hears, for example <c>A001</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Codes of the service items the visitor came for.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>When the number was taken.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
}
