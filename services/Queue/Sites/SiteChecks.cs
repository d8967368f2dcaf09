namespace Wenden.Queue.Sites;

/// <summary>What can be wrong with a list of sites.</summary>
internal static class SiteChecks
{
    private const int LastWindow = 999;
    private static readonly string[] _kinds = ["hall", "town-office", "enterprise-station"];
    private static readonly string[] _takes = ["any", "instant", "listed"];

    public static IEnumerable<string> Errors(IReadOnlyList<SiteEntry> sites)
    {
        if (sites.Count == 0)
            yield return "there is no site";
        foreach (var code in Twice(sites.Select(site => site.Code)))
            yield return $"site '{code}' stands twice";
        foreach (var error in sites.SelectMany(ErrorsOf))
            yield return error;
    }

    private static IEnumerable<string> ErrorsOf(SiteEntry site)
    {
        if (!Codes.IsCode(site.Code))
            yield return $"site '{site.Code}' wants a code of lower-case letters, digits and hyphens";
        if (site.Name.Length == 0)
            yield return $"site '{site.Code}' wants a name";
        if (!_kinds.Contains(site.Kind))
            yield return $"site '{site.Code}' has the unknown kind '{site.Kind}'";
        if ((site.Kind == "enterprise-station") != (site.StationOf is { Length: 18 }))
            yield return $"site '{site.Code}' has an employer's credit code as stationOf exactly where it is an enterprise station";
        if (site.Zones.Count == 0)
            yield return $"site '{site.Code}' has no zone";
        foreach (var code in Twice(site.Zones.Select(zone => zone.Code)))
            yield return $"zone '{code}' of '{site.Code}' stands twice";
        foreach (var series in Twice(site.Zones.SelectMany(zone => zone.OfflineSeries is { } offline ? [zone.Series, offline] : new[] { zone.Series })))
            yield return $"series '{series}' of '{site.Code}' belongs to two zones";
        foreach (var error in site.Zones.SelectMany(zone => ErrorsOf(site, zone)))
            yield return error;
        if (site.Zones.Count > 0 && site.Zones.TrueForAll(zone => zone.Takes != "any"))
            yield return $"site '{site.Code}' has no zone that takes any item";
        foreach (var error in RuleChecks.Errors(site))
            yield return error;
    }

    private static IEnumerable<string> ErrorsOf(SiteEntry site, ZoneEntry zone)
    {
        if (!Codes.IsCode(zone.Code))
            yield return $"zone '{zone.Code}' of '{site.Code}' wants a code of lower-case letters, digits and hyphens";
        if (zone.Name.Length == 0)
            yield return $"zone '{zone.Code}' of '{site.Code}' wants a name";
        if (zone.Series is not [>= 'A' and <= 'Z'])
            yield return $"zone '{zone.Code}' of '{site.Code}' wants one capital letter as series, not '{zone.Series}'";
        if (zone.OfflineSeries is not (null or [>= 'A' and <= 'Z']))
            yield return $"zone '{zone.Code}' of '{site.Code}' wants one capital letter as offlineSeries, not '{zone.OfflineSeries}'";
        if (!_takes.Contains(zone.Takes))
            yield return $"zone '{zone.Code}' of '{site.Code}' takes any, instant or listed, not '{zone.Takes}'";
        if ((zone.Takes == "listed") != (zone.Items.Count > 0))
            yield return $"zone '{zone.Code}' of '{site.Code}' has items exactly where it takes listed ones";
        if (!IsRange(zone.Windows))
            yield return $"zone '{zone.Code}' of '{site.Code}' wants windows from 1 to {LastWindow} in rising order";
    }

    private static bool IsRange(WindowRange windows) => windows.From >= 1 && windows.From <= windows.To && windows.To <= LastWindow;

    private static IEnumerable<T> Twice<T>(IEnumerable<T> values) => values.GroupBy(value => value).Where(same => same.Count() > 1).Select(same => same.Key);
}
