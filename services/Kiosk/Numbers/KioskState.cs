using Wenden.Contracts.Queue;

namespace Wenden.Kiosk.Numbers;

/// <summary>What the kiosk must still know after its power was cut. Written down whole before a visitor sees a number.</summary>
internal sealed record KioskState
{
    /// <summary>The block of numbers for when the queue cannot be reached; none before the first was granted.</summary>
    public LeaseInUse? Lease { get; init; }

    /// <summary>Tickets from a lease that the queue has not taken yet, oldest first.</summary>
    public IReadOnlyList<HeldTicket> Held { get; init; } = [];

    /// <summary>Questions whose answer never came: the queue may have issued a number that nobody has seen.</summary>
    public IReadOnlyList<OpenQuestion> Questions { get; init; } = [];

    /// <summary>Blocks whose rest is to be given back.</summary>
    public IReadOnlyList<SpentLease> Spent { get; init; } = [];

    /// <summary>Tickets that the queue refused, for the manager to see.</summary>
    public IReadOnlyList<RefusedTicket> Refused { get; init; } = [];

    /// <summary>What one could come for when the queue last said so.</summary>
    public IReadOnlyList<Item> Items { get; init; } = [];

    /// <summary>Where the kiosk stands.</summary>
    public KioskPlace? Place { get; init; }

    /// <summary>What the queue last said of the site.</summary>
    public Site? Site { get; init; }
}

/// <param name="Lease">The block.</param>
/// <param name="Next">The next number of it to give out; above its last where it is used up.</param>
/// <param name="Offset">What to add to the kiosk's clock for the queue's.</param>
internal sealed record LeaseInUse(Lease Lease, int Next, TimeSpan Offset)
{
    public int Size => Lease.Last - Lease.First + 1;

    public int Left => Lease.Last - Next + 1;
}

/// <param name="LeaseId">The block it is from.</param>
/// <param name="Ticket">What the queue will be told.</param>
internal sealed record HeldTicket(Guid LeaseId, LeasedTicket Ticket);

/// <param name="Key">The idempotency key it was asked with.</param>
/// <param name="IsGivenUp">Whether nobody waits for the answer any more: a number that turns up now is one too many.</param>
internal sealed record OpenQuestion(Guid Key, bool IsGivenUp);

/// <param name="LeaseId">A block that is no longer used.</param>
/// <param name="LastUsed">Its last number that was given out.</param>
internal sealed record SpentLease(Guid LeaseId, int LastUsed);

/// <param name="TicketId">The ticket.</param>
/// <param name="Sequence">Its number in the series.</param>
/// <param name="Reason">Why the queue refused it.</param>
internal sealed record RefusedTicket(Guid TicketId, int Sequence, string Reason);

/// <param name="Site">Code of the site.</param>
/// <param name="Name">Name of the device.</param>
internal sealed record KioskPlace(string Site, string Name);

/// <summary>What a visitor came for and who they are, as far as they said.</summary>
internal sealed record IssueRequest
{
    /// <summary>Codes of items; empty where the visitor does not know yet.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>From the card or the pad; none without.</summary>
    public string? IdentityNumber { get; init; }

    /// <summary>One of <see cref="VisitorClass"/>.</summary>
    public string Class { get; init; } = VisitorClass.Ordinary;
}
