using Wenden.Contracts.Queue;

namespace Wenden.Intake.Visits;

/// <summary>What is known of one visit. Anything may be unknown yet, because events come in any order.</summary>
internal sealed record Visit
{
    public required string Site { get; init; }

    public required Guid TicketId { get; init; }

    public string? Number { get; init; }

    public string[]? Items { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public int? WindowNumber { get; init; }

    public string? Teller { get; init; }

    public DateTimeOffset? CalledAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether the visitor is at this teller's window now.</summary>
    public bool IsServedBy(string teller) => FinishedAt is null && CalledAt is not null && Teller == teller;

    /// <summary>The visit as the queue tells it when asked.</summary>
    public static Visit Of(Ticket ticket) => new()
    {
        Site = ticket.Site,
        TicketId = ticket.TicketId,
        Number = ticket.Number,
        Items = [.. ticket.Items],
        IssuedAt = ticket.IssuedAt,
        WindowNumber = ticket.Window,
        Teller = ticket.Teller,
        CalledAt = ticket.CalledAt,
        FinishedAt = ticket.FinishedAt,
    };
}
