namespace Wenden.Contracts.Queue;

/// <summary>A ticket (叫号) was called to a window.</summary>
public sealed record TicketCalled
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>What the visitor reads and hears, for example <c>A001</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Number of the window within the site, from 1.</summary>
    public required int Window { get; init; }

    /// <summary>Account name of the teller who called.</summary>
    public required string Teller { get; init; }

    /// <summary>Codes of the service items the visitor came for.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>When the ticket was called.</summary>
    public required DateTimeOffset CalledAt { get; init; }
}
