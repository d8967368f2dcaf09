using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Boards;

/// <summary>
/// <c>GET /sites/{site}/board/events</c>: server-sent events. <c>board</c> carries the whole board, at once and after each change;
/// <c>announcement</c> what is to be said, with its sequence as id, each once and in order; <c>heartbeat</c> carries nothing and comes when nothing
/// else did for <c>Board:Heartbeat</c> (15 seconds). A board that comes back with <c>Last-Event-ID</c>, or with <c>?from=</c> where its browser opens a new
/// stream, is given every announcement after it; one that comes new, those that nobody has said yet and that are not older than a minute.
/// </summary>
internal static class FollowBoard
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _stale = TimeSpan.FromMinutes(1);

    public static void MapFollowBoard(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/board/events", HandleAsync).RequireRole(Roles.Board, Roles.Teller, Roles.SiteManager);

    private static async Task<Results<ServerSentEventsResult<object?>, Problem>> HandleAsync(
        string site, HttpRequest request, BoardFeed feed, NpgsqlDataSource database, TimeProvider clock, IConfiguration configuration,
        IHostApplicationLifetime life, CancellationToken ct)
    {
        long? after = null;
        // The header is of the later moment: the browser sends it when it comes back to the same address.
        if (request.Headers.TryGetValue("Last-Event-ID", out var id) || request.Query.TryGetValue("from", out id))
        {
            if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                return Problem.Invalid("board.event-id", id.ToString());
            after = sequence;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var start = await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            """
            select coalesce(@after, (select min(sequence) - 1 from announcements where site = @site and played_at is null and called_at > @fresh),
                            (select last from announcement_counters where site = @site), 0)
              from sites
             where site = @site
            """, new { site, after, fresh = clock.GetUtcNow() - _stale }, cancellationToken: ct));
        if (start is not { } first)
            return Problem.NotFound("site.unknown", site);
        var heartbeat = configuration.GetValue("Board:Heartbeat", _heartbeat);
        return TypedResults.ServerSentEvents(EventsAsync(feed, database, site, first, heartbeat, life.ApplicationStopping, ct));
    }

    private static async IAsyncEnumerable<SseItem<object?>> EventsAsync(
        BoardFeed feed, NpgsqlDataSource database, string site, long last, TimeSpan heartbeat, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken ct)
    {
        // A board that stays connected must not hold up a service that is told to stop.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, ct);
        using var screen = feed.Open(site);
        while (!end.IsCancellationRequested)
        {
            var shown = await NextAsync(screen, heartbeat, end.Token);
            if (shown is null)
            {
                if (!end.IsCancellationRequested)
                    yield return new SseItem<object?>(null, "heartbeat");
                continue;
            }

            if (shown.LastAnnouncement > last)
            {
                foreach (var announcement in await AnnouncementsAsync(database, site, last, end.Token))
                {
                    last = announcement.Sequence;
                    yield return new SseItem<object?>(announcement, "announcement") { EventId = last.ToString(CultureInfo.InvariantCulture) };
                }
            }

            yield return new SseItem<object?>(shown.Board, "board");
        }
    }

    private static async Task<IReadOnlyList<Contracts.Queue.Announcement>> AnnouncementsAsync(
        NpgsqlDataSource database, string site, long after, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await BoardView.AnnouncementsAsync(connection, site, after, ct);
    }

    /// <summary>None where nothing came for so long.</summary>
    private static async Task<BoardFeed.Shown?> NextAsync(BoardFeed.Screen screen, TimeSpan heartbeat, CancellationToken end)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(end);
        wait.CancelAfter(heartbeat);
        try
        {
            return await screen.NextAsync(wait.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
