namespace Wenden.Contracts.Queue;

/// <summary>A ticket as the queue answers it. Who the visitor is stands nowhere in it.</summary>
public sealed record Ticket
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>What the visitor reads and hears, for example <c>A001</c>.</summary>
    public required string Number { get; init; }

    /// <summary>One of <see cref="TicketState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Code of the zone whose windows call it.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Codes of the service items the visitor came for; empty where they do not know yet.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>One of <see cref="VisitorClass"/>.</summary>
    public string Class { get; init; } = VisitorClass.Ordinary;

    /// <summary>When the number was taken.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The virtual arrival time that the turn goes by: arrival less the credit of the class, or the slot of an appointment.</summary>
    public DateTimeOffset TurnAt { get; init; }

    /// <summary>Number of the window that called last, from 1; none while nobody called.</summary>
    public int? Window { get; init; }

    /// <summary>Account name of the teller who called last; none while nobody called.</summary>
    public string? Teller { get; init; }

    /// <summary>The window that the ticket is kept for, from 1; none where any will do.</summary>
    public int? ForWindow { get; init; }

    /// <summary>Account name of the teller whom the ticket is kept for; none where anyone will do.</summary>
    public string? ForTeller { get; init; }

    /// <summary>When it was called last; none while nobody called.</summary>
    public DateTimeOffset? CalledAt { get; init; }

    /// <summary>How often it was called again after the last call.</summary>
    public int Recalls { get; init; }

    /// <summary>When the visitor stood at the window first; none before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why it is held, transferred or cancelled, where somebody said so.</summary>
    public string? Reason { get; init; }

    /// <summary>Until when a visitor who was missed may come back; none for all others.</summary>
    public DateTimeOffset? ReturnBy { get; init; }

    /// <summary>When the visit ended, whichever way; none before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether a kiosk gave the number while the queue could not be reached.</summary>
    public bool IsOffline { get; init; }

    /// <summary>What became of each item, by its code: one of <see cref="ItemResult"/>; empty before the visit ended.</summary>
    public IReadOnlyDictionary<string, string> Results { get; init; } = new Dictionary<string, string>();
}
