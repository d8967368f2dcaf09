namespace Wenden.Contracts.Queue;

/// <summary>Where a ticket stands on its way through the hall.</summary>
public static class TicketState
{
    /// <summary>In the line.</summary>
    public const string Waiting = "waiting";

    /// <summary>Called to a window, not there yet.</summary>
    public const string Called = "called";

    /// <summary>At the window.</summary>
    public const string Serving = "serving";

    /// <summary>Set aside by its teller, for example while the visitor fetches a paper; the window is free.</summary>
    public const string Held = "held";

    /// <summary>Done.</summary>
    public const string Finished = "finished";

    /// <summary>Called in vain (过号); may come back for a while.</summary>
    public const string Missed = "missed";

    /// <summary>Given up by the visitor.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The day ended first.</summary>
    public const string Abandoned = "abandoned";
}

/// <summary>Why a visitor has a better place in the line.</summary>
public static class VisitorClass
{
    /// <summary>None of the others.</summary>
    public const string Ordinary = "ordinary";

    /// <summary>70 or older.</summary>
    public const string Elder = "elder";

    /// <summary>Disabled.</summary>
    public const string Disabled = "disabled";

    /// <summary>Pregnant.</summary>
    public const string Pregnant = "pregnant";

    /// <summary>Serving soldier or veteran.</summary>
    public const string Soldier = "soldier";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Ordinary, Elder, Disabled, Pregnant, Soldier];
}

/// <summary>What became of an item at the window.</summary>
public static class ItemResult
{
    /// <summary>Finished on the spot.</summary>
    public const string Done = "done";

    /// <summary>Accepted, and worked on afterwards.</summary>
    public const string Continued = "continued";

    /// <summary>Not taken: something was missing, or the visitor thought better of it.</summary>
    public const string Refused = "refused";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Done, Continued, Refused];
}
