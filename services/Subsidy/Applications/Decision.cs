using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>Codes that decide an application beside those of the rules.</summary>
internal static class DecisionCodes
{
    /// <summary>The person has another application for the same programme and year.</summary>
    public const string Duplicate = "D";

    /// <summary>The person draws another programme at the same time that excludes this one.</summary>
    public const string OtherProgramme = "E";

    /// <summary>The person has died.</summary>
    public const string Died = "T";

    /// <summary>Both reviews refuse, with a written reason, what the rules would allow.</summary>
    public const string Review = "R";

    /// <summary>Two reviews and a third person grant, with a written reason, what the rules refuse.</summary>
    public const string Override = "V";
}

internal enum Decision
{
    Approved,
    Refused,
    SentBack,

    /// <summary>Both reviews ask to grant against the rules; a third person decides.</summary>
    ForOverride,
}

/// <summary>What one review says.</summary>
/// <param name="Approves">Whether to grant.</param>
/// <param name="Overrides">Whether to grant even against the rules.</param>
internal readonly record struct Vote(bool Approves, bool Overrides);

/// <summary>What the two reviews and the rules come to.</summary>
internal static class Decisions
{
    /// <summary>Whether rules and obstacles let the application be granted.</summary>
    public static bool IsAllowed(Outcome outcome, IReadOnlyCollection<string> obstacles) => outcome == Outcome.Eligible && obstacles.Count == 0;

    /// <summary>Reviews that disagree send back; two that agree to grant do so only where rules and obstacles do, or where both ask to override them.</summary>
    public static Decision Of(bool isAllowed, Vote first, Vote second) => (isAllowed, first, second) switch
    {
        _ when first.Approves != second.Approves => Decision.SentBack,
        (_, { Approves: false }, _) => Decision.Refused,
        (true, _, _) => Decision.Approved,
        _ when first.Overrides != second.Overrides => Decision.SentBack,
        (_, { Overrides: true }, _) => Decision.ForOverride,
        _ => Decision.Refused,
    };

    /// <summary>Yuan a year of what is granted against the rules: the full amount only where medical insurance is known to be paid.</summary>
    public static decimal OverrideAmount(Policy policy, bool? paysMedical) => paysMedical == true ? policy.Amounts.Full : policy.Amounts.PensionOnly;

    /// <summary>Codes of what decided.</summary>
    public static IReadOnlyList<string> Reasons(bool isAllowed, bool isApproved, Findings of) => (isAllowed, isApproved) switch
    {
        (true, true) => of.Groups,
        (false, true) => [DecisionCodes.Override, .. of.Groups],
        (true, false) => [DecisionCodes.Review],
        (false, false) => [.. of.Failed, .. of.Exclusions, .. of.Obstacles],
    };

    /// <summary>What rules and registers say on an application, by code.</summary>
    internal readonly record struct Findings(
        IReadOnlyList<string> Groups, IReadOnlyList<string> Failed, IReadOnlyList<string> Exclusions, IReadOnlyList<string> Obstacles);
}
