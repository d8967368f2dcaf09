namespace Wenden.Subsidy.Applications;

/// <summary>States of an application. First review is 初审, second review 复核.</summary>
internal static class States
{
    public const string Assessing = "assessing";
    public const string Incomplete = "incomplete";
    public const string FirstReview = "first-review";
    public const string SecondReview = "second-review";
    public const string Approved = "approved";
    public const string Refused = "refused";

    public static readonly IReadOnlyList<string> All = [Assessing, Incomplete, FirstReview, SecondReview, Approved, Refused];
}
