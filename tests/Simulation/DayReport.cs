using System.Globalization;
using System.Text;
using Wenden.Contracts.Queue;

namespace Wenden.Simulation;

/// <summary>What a day was like.</summary>
internal sealed record DayReport(
    DayPlan Plan, IReadOnlyList<SimulatedVisit> Visits, SiteStatistics Statistics, double Speed, IReadOnlyList<string> BrokenInvariants)
{
    private IReadOnlyList<SimulatedVisit> Called => [.. Visits.Where(visit => visit.WasCalled)];

    /// <summary>The share of true waits within the range that the slip gave, and below and above it. Waiting times are told in whole minutes.</summary>
    public (double Below, double Within, double Above) Calibration
    {
        get
        {
            double Share(Func<SimulatedVisit, bool> holds) => (double)Called.Count(holds) / Called.Count;
            return (
                Share(visit => visit.Wait < visit.Slip.FromMinutes),
                Share(visit => visit.Wait >= visit.Slip.FromMinutes && visit.Wait <= visit.Slip.ToMinutes),
                Share(visit => visit.Wait > visit.Slip.ToMinutes));
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Line($"A day of {Visits.Count} visitors at {Plan.Tellers.Count} windows, {Speed:F0} times as fast"));
        text.AppendLine(Line($"  served {Statistics.Served}, missed {Statistics.Missed}, gave up {Statistics.Cancelled}"));
        text.AppendLine("  wait in minutes        visitors   p50   p90  longest");
        foreach (var group in Called.GroupBy(visit => visit.Slip.Ticket.Class).OrderBy(group => VisitorClass.All.ToList().IndexOf(group.Key)))
            text.AppendLine(WaitLine(group.Key, [.. group.Select(visit => visit.Wait!.Value).Order()]));
        text.AppendLine(WaitLine("all", [.. Called.Select(visit => visit.Wait!.Value).Order()]));
        var busy = Statistics.Windows.Sum(window => (double)window.BusyMinutes);
        var open = Plan.Tellers.Sum(teller => (DayPlan.LastNumber - teller.Comes).TotalMinutes - teller.Breaks.Sum(pause => pause.For.TotalMinutes));
        text.AppendLine(Line($"  windows busy {100 * busy / open:F0} % of their open time"));
        var (below, within, above) = Calibration;
        text.AppendLine(Line($"  estimate: the stated 80 % range held {100 * within:F1} % of the waits ({100 * below:F1} % were shorter, {100 * above:F1} % longer)"));
        text.AppendLine(BrokenInvariants.Count == 0 ? "  invariants: all hold" : "  invariants BROKEN:\n    " + string.Join("\n    ", BrokenInvariants));
        return text.ToString();
    }

    private static string WaitLine(string name, double[] waits) =>
        Line($"    {name,-20} {waits.Length,8} {At(waits, 0.5),5:F1} {At(waits, 0.9),5:F1} {waits[^1],8:F1}");

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
