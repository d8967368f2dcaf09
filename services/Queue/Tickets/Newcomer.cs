using System.Buffers.Text;
using System.Security.Cryptography;
using Wenden.Contracts.Queue;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tickets;

/// <summary>A visitor who is to have a number, after everything that can be seen without the database has been checked.</summary>
internal sealed record Newcomer
{
    private const int MaximumItems = 20;
    private const int ElderFrom = 70;

    public required KnownSite Site { get; init; }

    public required KnownZone Zone { get; init; }

    public required IReadOnlyList<string> Items { get; init; }

    public required IReadOnlyList<Item> KnownItems { get; init; }

    public required string Class { get; init; }

    public string? IdentityNumber { get; init; }

    /// <summary>By how much the virtual arrival lies before the arrival.</summary>
    public TimeSpan Credit => TimeSpan.FromMinutes(Site.Rules.Credits.GetValueOrDefault(Class));

    /// <summary>The class that was named; whoever names none is an elder by their identity number, if they are.</summary>
    public static string ClassOf(string named, IdentityNumber? number, DateOnly today) =>
        named == VisitorClass.Ordinary && number?.BirthDate.AddYears(ElderFrom) <= today ? VisitorClass.Elder : named;

    /// <summary>128 random bits as 22 characters.</summary>
    public static string FreshLink() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>A newcomer, or why there is none.</summary>
    public static (Newcomer? Newcomer, Problem? Problem) Of(Wish wish, KnownSite site, IReadOnlyDictionary<string, Item> known, DateOnly today)
    {
        if (CheckItems(wish.Items, known) is { } problem)
            return (null, problem);
        if (!VisitorClass.All.Contains(wish.Class))
            return (null, Problem.Invalid("visitor.class", wish.Class));
        IdentityNumber? number = null;
        if (wish.IdentityNumber is not null && Contracts.IdentityNumber.Read(wish.IdentityNumber, today, out number) is not IdentityNumberFault.None)
            return (null, Problem.Invalid("visitor.identity-number"));
        if (wish.Zone is not null && !Codes.IsCode(wish.Zone))
            return (null, Problem.Invalid("zone.code", wish.Zone));

        var items = known.Of(wish.Items);
        var zone = wish.Zone is null
            ? site.ZoneFor(wish.Items, items.All(item => item.Instant))
            : site.Zones.FirstOrDefault(zone => zone.Zone == wish.Zone);
        if (zone is null)
            return (null, Problem.NotFound("zone.unknown", site.Site, wish.Zone));

        return (new Newcomer
        {
            Site = site,
            Zone = zone,
            Items = wish.Items,
            KnownItems = items,
            Class = ClassOf(wish.Class, number, today),
            IdentityNumber = number?.Text,
        }, null);
    }

    /// <summary>What is wrong with a list of items, if anything is.</summary>
    public static Problem? CheckItems(IReadOnlyList<string> items, IReadOnlyDictionary<string, Item> known)
    {
        if (items.Count > MaximumItems)
            return Problem.Invalid("ticket.item-count", MaximumItems);
        // A list of strings may hold nulls, whatever its type says.
        if (items.Select(item => item ?? "").FirstOrDefault(item => !Codes.IsCode(item)) is { } malformed)
            return Problem.Invalid("ticket.item-code", malformed);
        if (items.GroupBy(item => item).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Problem.Invalid("ticket.item-twice", twice.Key);
        return known.Count > 0 && items.FirstOrDefault(item => !known.ContainsKey(item)) is { } unknown
            ? Problem.Invalid("ticket.item-unknown", unknown)
            : null;
    }

    /// <summary>What a visitor asks for.</summary>
    /// <param name="Items">Codes of items; empty where they do not know yet.</param>
    /// <param name="Zone">Code of the zone to wait for; the first that takes all items where none is named.</param>
    /// <param name="Class">One of <see cref="VisitorClass"/>.</param>
    /// <param name="IdentityNumber">As typed or read from a card.</param>
    internal sealed record Wish(IReadOnlyList<string> Items, string? Zone, string Class, string? IdentityNumber);
}
