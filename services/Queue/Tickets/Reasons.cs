namespace Wenden.Queue.Tickets;

/// <summary>What a teller writes about a ticket.</summary>
internal static class Reasons
{
    public const int Longest = 200;

    /// <summary>Something, and not too much; none is good where none is needed.</summary>
    public static Problem? Check(string? reason) =>
        reason is null || Codes.IsLine(reason, Longest) ? null : Problem.Invalid("ticket.reason", Longest);
}
