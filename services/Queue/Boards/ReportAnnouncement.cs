using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Boards;

/// <summary>
/// <c>POST /sites/{site}/announcements/{sequence}/delivered</c> and <c>…/played</c>: a board has an announcement, or has said it. Safe to send twice,
/// and by several boards: the first counts.
/// </summary>
internal static class ReportAnnouncement
{
    public static void MapReportAnnouncement(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/announcements/{sequence:long}/{report:regex(^(delivered|played)$)}", HandleAsync).RequireRole(Roles.Board).AsCommand();

    private static async Task<Results<NoContent, Problem>> HandleAsync(
        string site, long sequence, string report, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var noted = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update announcements
               set delivered_at = coalesce(delivered_at, @now), played_at = case when @report = 'played' then coalesce(played_at, @now) else played_at end
             where site = @site and sequence = @sequence
            """, new { site, sequence, report, now = clock.GetUtcNow() }, cancellationToken: ct));
        return noted == 1 ? TypedResults.NoContent() : Problem.NotFound("announcement.unknown", sequence);
    }
}
