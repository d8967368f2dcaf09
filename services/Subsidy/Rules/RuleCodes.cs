namespace Wenden.Subsidy.Rules;

/// <summary>Codes of the rules, in the order in which they are reported.</summary>
internal static class RuleCodes
{
    /// <summary>Applied within the window.</summary>
    public const string Window = "W";

    /// <summary>A member of at least one group.</summary>
    public const string AnyGroup = "G";

    /// <summary>May apply in Wendeng: registered in Weihai, or the holder of a residence permit.</summary>
    public const string Permit = "P";

    /// <summary>Handed in at the right kind of office. Told to the applicant; refuses nobody.</summary>
    public const string Office = "O";

    /// <summary>The full amount, as medical insurance is paid too.</summary>
    public const string Amount = "A";

    public static readonly IReadOnlyList<string> Conditions = [Window, "C1", "C2", "C3", "C4", Permit, AnyGroup];

    public static readonly IReadOnlyList<string> Groups = ["G1", "G2", "G3", "G4", "G5", "G6"];

    public static readonly IReadOnlyList<string> Exclusions = ["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9"];

    public static readonly IReadOnlyList<string> All = [.. Conditions, .. Groups, .. Exclusions, Office, Amount];
}
