using Wenden.Intake.Catalogue;
using Wenden.Intake.Visits;

namespace Wenden.Intake.Cases;

/// <summary>What a case brings to its forms. The registry holds the rest.</summary>
internal static class CaseValues
{
    public static Dictionary<string, string> ForItem(Visit visit, ServiceItem item, string siteName, string teller, DateTimeOffset now) =>
        Values(visit.Number!, item.Name, siteName, teller, visit.WindowNumber!.Value, now);

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
