using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>The text of the law that an application was taken in by; another text under the same name is another law.</summary>
internal static class JudgedBy
{
    /// <summary>None where that text is gone; then nothing is decided.</summary>
    public static Policy? TakenInBy(this PolicyBook policies, string programme, int year, string fingerprint) =>
        policies.Find(programme, year) is { } policy && policy.Fingerprint == fingerprint ? policy : null;
}
