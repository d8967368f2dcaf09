using Wenden.Contracts.Queue;

namespace Wenden.Portal.Parts.Tellers;

/// <summary>What one teller has before them: the window, the visitor there, the lines.</summary>
/// <param name="Teller">Account name.</param>
/// <param name="Claim">What this page was given when it opened the window; none before.</param>
/// <param name="Site">The site.</param>
/// <param name="Items">What one can come for, by code.</param>
/// <param name="Now">Lines, windows and tickets.</param>
public sealed record Seat(string Teller, Guid? Claim, Site Site, IReadOnlyDictionary<string, Item> Items, SiteOverview Now)
{
    /// <summary>Where the teller sits; none where at no window.</summary>
    public Window? Window { get; } = Now.Windows.FirstOrDefault(window => window.Teller == Teller);

    /// <summary>Whether the window belongs to another page by now, or to the one that this was before it was loaded anew.</summary>
    public bool IsElsewhere => Window is not null && Window.Claim != Claim;

    /// <summary>Who is called to the window or stands there.</summary>
    public Ticket? Ticket => Window?.TicketId is { } id ? Now.Tickets.FirstOrDefault(ticket => ticket.TicketId == id) : null;

    /// <summary>Those whom this window may call, in the order of their turns.</summary>
    public IReadOnlyList<Ticket> Waiting =>
    [
        .. Now.Tickets.Where(ticket => ticket.State == TicketState.Waiting && Window is not null && Window.Zones.Contains(ticket.Zone)
            && (ticket.ForWindow ?? Window.Number) == Window.Number && (ticket.ForTeller ?? Teller) == Teller),
    ];

    /// <summary>The teller's own, set aside.</summary>
    public IReadOnlyList<Ticket> Held => [.. Now.Tickets.Where(ticket => ticket.State == TicketState.Held && ticket.Teller == Teller)];

    /// <summary>Those called in vain who may still come back.</summary>
    public IReadOnlyList<Ticket> Missed => [.. Now.Tickets.Where(ticket => ticket.State == TicketState.Missed && ticket.ReturnBy >= Now.At)];

    /// <summary>How many more recalls it takes before the visitor may be taken for gone.</summary>
    public int RecallsLeft => Math.Max(0, Site.Recalls - (Ticket?.Recalls ?? 0));

    /// <summary>Whole minutes since the number was taken.</summary>
    public int MinutesOf(Ticket ticket) => Math.Max(0, (int)(Now.At - ticket.IssuedAt).TotalMinutes);

    /// <summary>Name of an item; its code where the queue does not know it.</summary>
    public string NameOf(string code) => Items.TryGetValue(code, out var item) ? Reading.Names.Choose(item.Name, item.NameEn) : code;

    /// <summary>What most visits for the item end with.</summary>
    public string UsualResultOf(string code) => Items.TryGetValue(code, out var item) && !item.Instant ? ItemResult.Continued : ItemResult.Done;
}
