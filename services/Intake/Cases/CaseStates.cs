namespace Wenden.Intake.Cases;

/// <summary>Where an item of a case stands.</summary>
internal static class ItemState
{
    /// <summary>Opened; its forms are being drawn.</summary>
    public const string Draft = "draft";

    /// <summary>Its forms are drawn and wait for the visitor's signature.</summary>
    public const string AwaitingSignature = "awaiting-signature";

    /// <summary>Nothing is left to sign.</summary>
    public const string Signed = "signed";

    /// <summary>Accepted (受理) by the teller.</summary>
    public const string Accepted = "accepted";

    /// <summary>Another service works on it.</summary>
    public const string InReview = "in-review";

    /// <summary>Another service waits for facts that nobody holds.</summary>
    public const string WaitingFacts = "waiting-facts";

    /// <summary>The visitor was asked for what is missing (补正).</summary>
    public const string AwaitingSupplement = "awaiting-supplement";

    /// <summary>Decided for; a gap it was accepted with (容缺) is still open.</summary>
    public const string AwaitingGap = "awaiting-gap";

    /// <summary>Done (办结).</summary>
    public const string Completed = "completed";

    /// <summary>Decided against.</summary>
    public const string Rejected = "rejected";

    /// <summary>Given up before acceptance.</summary>
    public const string Withdrawn = "withdrawn";
}

/// <summary>One allowed step.</summary>
internal sealed record Arrow(string From, string To);

/// <summary>Every allowed step of an item. What is not here does not happen.</summary>
internal static class CaseStates
{
    public static readonly IReadOnlyList<Arrow> Arrows =
    [
        new(ItemState.Draft, ItemState.AwaitingSignature),
        // The news of the signature overtook the news of the drawing, or nothing wants a signature.
        new(ItemState.Draft, ItemState.Signed),
        new(ItemState.AwaitingSignature, ItemState.Signed),
        // A commitment was offered after the signature.
        new(ItemState.Signed, ItemState.AwaitingSignature),
        new(ItemState.Draft, ItemState.Withdrawn),
        new(ItemState.AwaitingSignature, ItemState.Withdrawn),
        // Withdrawn together with another item of the case that nobody signed for.
        new(ItemState.Signed, ItemState.Withdrawn),
        // The news of the visit's end overtook the news of a signature given before it.
        new(ItemState.Withdrawn, ItemState.Signed),
        new(ItemState.Signed, ItemState.Accepted),
        new(ItemState.Accepted, ItemState.InReview),
        new(ItemState.Accepted, ItemState.Completed),
        new(ItemState.Accepted, ItemState.Rejected),
        new(ItemState.InReview, ItemState.WaitingFacts),
        new(ItemState.InReview, ItemState.Completed),
        new(ItemState.InReview, ItemState.Rejected),
        new(ItemState.WaitingFacts, ItemState.Completed),
        new(ItemState.WaitingFacts, ItemState.Rejected),
        new(ItemState.Accepted, ItemState.AwaitingSupplement),
        new(ItemState.AwaitingSupplement, ItemState.Accepted),
        new(ItemState.AwaitingSupplement, ItemState.Rejected),
        // What another service reviews is supplied to it.
        new(ItemState.InReview, ItemState.AwaitingSupplement),
        new(ItemState.WaitingFacts, ItemState.AwaitingSupplement),
        new(ItemState.AwaitingSupplement, ItemState.InReview),
        new(ItemState.InReview, ItemState.AwaitingGap),
        new(ItemState.WaitingFacts, ItemState.AwaitingGap),
        new(ItemState.AwaitingGap, ItemState.Completed),
        // By a correction alone, to which two people agree.
        new(ItemState.Completed, ItemState.Accepted),
        new(ItemState.Rejected, ItemState.Accepted),
    ];

    // From the least advanced on: a case stands where its slowest item stands.
    private static readonly string[] _order =
    [
        ItemState.Draft, ItemState.AwaitingSignature, ItemState.Signed, ItemState.Accepted, ItemState.AwaitingSupplement, ItemState.WaitingFacts,
        ItemState.InReview, ItemState.AwaitingGap,
    ];

    public static bool Allows(string from, string to) => Arrows.Contains(new Arrow(from, to));

    /// <summary>
    /// Where a case stands: where its slowest item does; <c>withdrawn</c> when every item is; <c>closed</c> when every item has come to its end.
    /// </summary>
    public static string OfCase(IReadOnlyCollection<string> items) =>
        items.All(state => state == ItemState.Withdrawn) ? ItemState.Withdrawn
        : Array.Find(_order, items.Contains) ?? "closed";
}
