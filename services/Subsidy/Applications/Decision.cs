using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>Codes that decide an application beside those of the rules.</summary>
internal static class DecisionCodes
{
    /// <summary>The person has another application for the same programme and year.</summary>
    public const string Duplicate = "D";

    /// <summary>Both reviews refuse, with a written reason, what the rules would allow.</summary>
    public const string Review = "R";
}

internal enum Decision
{
    Approved,
    Refused,
    SentBack,
}

/// <summary>What the two reviews and the rules come to.</summary>
internal static class Decisions
{
    /// <summary>Reviews that disagree send back; two that agree to grant do so only where the rules do.</summary>
    public static Decision Of(Outcome outcome, bool firstApproves, bool secondApproves) => (outcome, firstApproves, secondApproves) switch
    {
        (_, true, false) or (_, false, true) => Decision.SentBack,
        (Outcome.Eligible, true, true) => Decision.Approved,
        _ => Decision.Refused,
    };
}
