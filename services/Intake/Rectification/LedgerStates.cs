namespace Wenden.Intake.Rectification;

/// <summary>Where an entry of the ledger stands.</summary>
internal static class LedgerState
{
    /// <summary>Nobody has it yet.</summary>
    public const string Open = "open";

    /// <summary>Its owner works on it.</summary>
    public const string Assigned = "assigned";

    /// <summary>Something was done, which the visitor can read and answer.</summary>
    public const string Settled = "settled";

    /// <summary>The visitor does not take it for settled; its owner works on it again.</summary>
    public const string Reopened = "reopened";

    /// <summary>The visitor agrees.</summary>
    public const string Closed = "closed";

    /// <summary>Where somebody still has to do something.</summary>
    public static readonly string[] Working = [Open, Assigned, Reopened];

    /// <summary>Where it is the owner who has to.</summary>
    public static readonly string[] Owned = [Assigned, Reopened];
}

/// <summary>What happens to an entry.</summary>
internal static class LedgerEventKind
{
    /// <summary>The visitor told of it, or rated badly.</summary>
    public const string Opened = "opened";

    /// <summary>The site manager gave it to somebody.</summary>
    public const string Assigned = "assigned";

    /// <summary>The visitor was called back, or tried to be (回访).</summary>
    public const string CalledBack = "called-back";

    /// <summary>The owner says what was done.</summary>
    public const string Settled = "settled";

    /// <summary>The visitor agrees that it is settled.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The visitor does not.</summary>
    public const string Reopened = "reopened";
}
