namespace Wenden.Subsidy.Applications;

/// <summary>States of an application. First review is 初审, second review 复核.</summary>
internal static class States
{
    public const string Assessing = "assessing";
    public const string Incomplete = "incomplete";

    /// <summary>Waits for papers that a reviewer asked the applicant for (补正).</summary>
    public const string Supplement = "supplement";

    public const string FirstReview = "first-review";
    public const string SecondReview = "second-review";

    /// <summary>Two reviews grant what the rules refuse; a third person decides.</summary>
    public const string OverrideReview = "override-review";

    public const string Approved = "approved";
    public const string Refused = "refused";

    /// <summary>Was approved, wrongly; what was paid is claimed back.</summary>
    public const string Revoked = "revoked";

    public static readonly IReadOnlyList<string> All =
        [Assessing, Incomplete, Supplement, FirstReview, SecondReview, OverrideReview, Approved, Refused, Revoked];
}
