using Wenden.Contracts.Queue;

namespace Wenden.Queue.Sites;

/// <summary>What can be wrong with a site's rules.</summary>
internal static class RuleChecks
{
    public static IEnumerable<string> Errors(SiteEntry site)
    {
        var rules = site.Rules;
        if (rules.Opens is null != rules.Closes is null || rules.Opens >= rules.Closes)
            yield return $"site '{site.Code}' wants opens before closes, or neither";
        foreach (var unknown in rules.Credits.Keys.Where(name => name == VisitorClass.Ordinary || !VisitorClass.All.Contains(name)))
            yield return $"site '{site.Code}' gives a credit to the unknown class '{unknown}'";
        foreach (var printer in rules.Printers.Where(printer => !Uri.TryCreate($"tcp://{printer.Value}", UriKind.Absolute, out var address) || address.Port < 1))
            yield return $"printer '{printer.Key}' of '{site.Code}' wants host:port, not '{printer.Value}'";
        foreach (var (name, value, least, most) in Ranges(rules).Where(range => range.Value < range.Least || range.Value > range.Most))
            yield return $"site '{site.Code}' wants {name} from {least} to {most}, not {value}";
    }

    private static IEnumerable<(string Name, int Value, int Least, int Most)> Ranges(SiteRules rules) =>
    [
        ("lastNumberMinutes", rules.LastNumberMinutes, 0, 240),
        .. rules.Credits.Select(credit => ($"credits.{credit.Key}", credit.Value, 0, 240)),
        ("favouredInARow", rules.FavouredInARow, 1, 100),
        ("longestWaitMinutes", rules.LongestWaitMinutes, 1, 1440),
        ("targetMinutes", rules.TargetMinutes, 1, 1440),
        ("recalls", rules.Recalls, 0, 10),
        ("returnMinutes", rules.ReturnMinutes, 0, 1440),
        ("lateMinutes", rules.LateMinutes, 1, 240),
        ("lateTimes", rules.LateTimes, 0, 100),
        .. rules.Caps.Select(cap => ($"caps.{cap.Key}", cap.Value, 0, 100_000)),
        ("leaseSize", rules.LeaseSize, 1, 900),
        ("leaseHours", rules.LeaseHours, 1, 24),
        ("serviceMinutes", rules.ServiceMinutes, 1, 480),
        .. rules.Appointments is not { } times
            ? Array.Empty<(string, int, int, int)>()
            :
            [
                ("appointments.slotMinutes", times.SlotMinutes, 5, 480), ("appointments.capacity", times.Capacity, 1, 1000),
                ("appointments.daysAhead", times.DaysAhead, 0, 365), ("appointments.earlyMinutes", times.EarlyMinutes, 0, 240),
                ("appointments.graceMinutes", times.GraceMinutes, 0, 240),
            ],
    ];
}
