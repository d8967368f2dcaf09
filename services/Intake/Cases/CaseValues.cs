using Wenden.Intake.Catalogue;
using Wenden.Intake.Visits;

namespace Wenden.Intake.Cases;

/// <summary>What a case brings to its forms. The registry holds the rest.</summary>
internal static class CaseValues
{
    public static Dictionary<string, string> ForItem(Visit visit, ServiceItem item, string siteName, string teller, DateTimeOffset now) =>
        Values(visit.Number!, item.Name, siteName, teller, visit.WindowNumber!.Value, now);

    /// <summary>For a notice of what is missing.</summary>
    /// <param name="of">The case.</param>
    /// <param name="items">The items that lack something.</param>
    /// <param name="missing">What they lack.</param>
    /// <param name="suppliedBy">The last day to bring it.</param>
    /// <param name="teller">Account name of who gives the notice.</param>
    /// <param name="now">When.</param>
    public static Dictionary<string, string> ForNotice(
        CaseView of, IEnumerable<CaseItem> items, string missing, DateOnly suppliedBy, string teller, DateTimeOffset now)
    {
        var lacking = items.ToArray();
        var values = Values(of.TicketNumber, string.Join('、', lacking.Select(item => item.Name)), of.SiteName, teller, of.Window, now);
        values["missingMaterials"] = missing;
        values["suppliedBy"] = suppliedBy.ToString("yyyy-MM-dd");
        values["promisedDays"] = lacking.Max(item => item.PromisedDays).ToString();
        return values;
    }

    /// <summary>For a commitment in place of a paper.</summary>
    /// <param name="of">The case.</param>
    /// <param name="item">The item that wants the paper.</param>
    /// <param name="paper">Name of the paper.</param>
    /// <param name="text">What is committed to.</param>
    /// <param name="teller">Account name of who offers it.</param>
    /// <param name="now">When.</param>
    public static Dictionary<string, string> ForCommitment(CaseView of, CaseItem item, string paper, string text, string teller, DateTimeOffset now)
    {
        var values = Values(of.TicketNumber, item.Name, of.SiteName, teller, of.Window, now);
        values["commitmentInPlaceOf"] = paper;
        values["commitment"] = text;
        return values;
    }

    public static Dictionary<string, string> ForReceipt(CaseView accepted, string teller, DateTimeOffset acceptedAt)
    {
        var items = string.Join('、', accepted.Items.Select(item => item.Name));
        var values = Values(accepted.TicketNumber, items, accepted.SiteName, teller, accepted.Window, acceptedAt);
        values["acceptedAt"] = acceptedAt.ToOffset(Hall.Offset).ToString("yyyy-MM-dd HH:mm");
        values["promisedDays"] = accepted.Items.Max(item => item.PromisedDays).ToString();
        return values;
    }

    private static Dictionary<string, string> Values(
        string ticketNumber, string items, string siteName, string teller, int window, DateTimeOffset at) => new()
        {
            ["ticketNumber"] = ticketNumber,
            ["items"] = items,
            ["siteName"] = siteName,
            ["teller"] = teller,
            ["window"] = window.ToString(),
            ["date"] = Hall.DayOf(at).ToString("yyyy-MM-dd"),
        };
}
