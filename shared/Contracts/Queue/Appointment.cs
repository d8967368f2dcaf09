namespace Wenden.Contracts.Queue;

/// <summary>A time kept for a visitor (预约).</summary>
public sealed record Appointment
{
    /// <summary>The appointment.</summary>
    public required Guid AppointmentId { get; init; }

    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Code of the zone.</summary>
    public required string Zone { get; init; }

    /// <summary>When the slot begins.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Codes of the items.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary><c>booked</c>, <c>arrived</c>, <c>cancelled</c> or <c>no-show</c>.</summary>
    public required string State { get; init; }

    /// <summary>Eight digits to check in with.</summary>
    public required string Code { get; init; }

    /// <summary>The ticket it became; none before.</summary>
    public Guid? TicketId { get; init; }
}

/// <summary>A time that can be booked.</summary>
public sealed record Slot
{
    /// <summary>Code of the zone.</summary>
    public required string Zone { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>How many more can be booked.</summary>
    public required int Free { get; init; }
}
