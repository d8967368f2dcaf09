namespace Wenden.Intake.Rectification;

internal static class RectificationExtensions
{
    /// <summary>The fault-finding window (找茬窗口) and its ledger (整改落实台账).</summary>
    public static void MapRectification(this IEndpointRouteBuilder routes)
    {
        routes.MapReportFinding();
        routes.MapFollowFinding();
        routes.MapReadLedger();
        routes.MapHandleEntry();
        routes.MapReadLedgerReport();
    }
}
