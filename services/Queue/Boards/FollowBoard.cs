using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Boards;

/// <summary>
/// <c>GET /sites/{site}/board/events</c>: server-sent events. <c>board</c> carries the whole board, at once and after each change;
/// <c>heartbeat</c> carries nothing and comes when nothing else did for <c>Board:Heartbeat</c> (15 seconds).
/// </summary>
internal static class FollowBoard
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    public static void MapFollowBoard(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/board/events", HandleAsync).RequireRole(Roles.Board, Roles.Teller, Roles.SiteManager);

    private static async Task<Results<ServerSentEventsResult<Board?>, Problem>> HandleAsync(
        string site, BoardFeed feed, NpgsqlDataSource database, IConfiguration configuration, IHostApplicationLifetime life, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from sites where site = @site)", new { site }, cancellationToken: ct));
        if (!exists)
            return Problem.NotFound("site.unknown", site);

        return TypedResults.ServerSentEvents(EventsAsync(feed, site, configuration.GetValue("Board:Heartbeat", _heartbeat), life.ApplicationStopping, ct));
    }

    private static async IAsyncEnumerable<SseItem<Board?>> EventsAsync(
        BoardFeed feed, string site, TimeSpan heartbeat, CancellationToken stopping, [EnumeratorCancellation] CancellationToken ct)
    {
        // A board that stays connected must not hold up a service that is told to stop.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, ct);
        using var screen = feed.Open(site);
        while (true)
        {
            var next = await NextAsync(screen, heartbeat, end.Token);
            if (next is null)
                yield break;
            yield return next.Value;
        }
    }

    private static async Task<SseItem<Board?>?> NextAsync(BoardFeed.Screen screen, TimeSpan heartbeat, CancellationToken end)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(end);
        wait.CancelAfter(heartbeat);
        try
        {
            return new SseItem<Board?>(await screen.Boards.ReadAsync(wait.Token), "board");
        }
        catch (OperationCanceledException)
        {
            return end.IsCancellationRequested ? null : new SseItem<Board?>(null, "heartbeat");
        }
    }
}
