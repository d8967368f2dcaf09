namespace Wenden.Queue.Estimates;

/// <summary>How long a visitor waits, as a range that holds eight times in ten.</summary>
/// <remarks>
/// The expected wait is the work ahead, shared by the windows that do it. How far off such figures were lately gives the range: the true waits
/// of the last visitors, each divided by what was expected of it. The bounds stand a little outside of one in ten and nine in ten, because lines grow
/// while the last visitors' waits are those of a shorter one.
/// </remarks>
internal static class WaitEstimate
{
    /// <summary>Added to both minutes before they are compared, so that the first in the line do not count for infinitely much.</summary>
    public const double Slack = 5;

    /// <param name="work">Minutes of work ahead: of those who wait before, and what is left of those at windows.</param>
    /// <param name="windows">How many windows share it; one is reckoned with where none is open yet.</param>
    public static double Expected(double work, int windows) => work / Math.Max(windows, 1);

    /// <param name="expected">Expected minutes.</param>
    /// <param name="low">What few of the true waits stayed below, as a share of the expected one.</param>
    /// <param name="high">What most stayed below.</param>
    /// <returns>Whole minutes.</returns>
    public static (int From, int To) Range(double expected, double low, double high) =>
        ((int)Math.Round(Bound(expected, low)), Math.Max(1, (int)Math.Round(Bound(expected, high))));

    private static double Bound(double expected, double share) => Math.Max(0, ((expected + Slack) * share) - Slack);
}
