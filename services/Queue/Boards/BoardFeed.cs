using System.Collections.Concurrent;
using System.Text.Json;
using OpenTelemetry;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Boards;

/// <summary>
/// Tells this process's boards that something changed, whichever replica changed it. The counters of announcements are looked at twenty times a
/// second, for all sites with a board in one statement; the rest of a board, which nobody is called by, twice a second.
/// </summary>
/// <remarks>PostgreSQL's notifications would let only one commit at a time pass, of all commands that change a board.</remarks>
internal sealed class BoardFeed(NpgsqlDataSource database, TimeProvider clock, ILogger<BoardFeed> logger) : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _fullLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Screen, string> _screens = new();
    private readonly Dictionary<string, Seen> _seen = [];

    /// <summary>A board of the site; dispose it when the board is gone.</summary>
    public Screen Open(string site)
    {
        var screen = new Screen(this);
        _screens[screen] = site;
        return screen;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = _look;
            try
            {
                if (!_screens.IsEmpty)
                    await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("The boards pause: {Reason}", exception.Message);
                pause = _pause;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var sites = _screens.Values.Distinct().ToArray();
        foreach (var gone in _seen.Keys.Except(sites).ToArray())
            _seen.Remove(gone);

        await using var connection = await database.OpenConnectionAsync(ct);
        var counters = (await connection.QueryAsync<(string Site, long Last)>(new CommandDefinition(
            "select site, last from announcement_counters where site = any(@sites)", new { sites }, cancellationToken: ct)))
            .ToDictionary(counter => counter.Site, counter => counter.Last, StringComparer.Ordinal);
        foreach (var site in sites)
        {
            var last = counters.GetValueOrDefault(site);
            var seen = _seen.GetValueOrDefault(site);
            if (seen is not null && seen.Last == last && clock.GetElapsedTime(seen.At) < _fullLook && !_screens.Any(screen => screen.Value == site && screen.Key.IsNew))
                continue;
            if (await BoardView.ReadAsync(connection, site, clock.HallDay(), ct) is not { } board)
                continue;
            var json = JsonSerializer.Serialize(board, HallJson.Options);
            var changed = seen is null || seen.Json != json || seen.Last != last;
            _seen[site] = new Seen(json, last, clock.GetTimestamp());
            foreach (var (screen, _) in _screens.Where(screen => screen.Value == site && (changed || screen.Key.IsNew)))
                screen.Show(new Shown(board, last));
        }
    }

    /// <summary>A board, and the last announcement of its site.</summary>
    internal sealed record Shown(Board Board, long LastAnnouncement);

    private sealed record Seen(string Json, long Last, long At);

    /// <summary>One open board: is told the newest state, and may pass over those that came between.</summary>
    internal sealed class Screen(BoardFeed feed) : IDisposable
    {
        private readonly SemaphoreSlim _news = new(0, 1);
        private volatile Shown? _shown;

        internal bool IsNew => _shown is null;

        /// <summary>The newest state, as soon as there is one that was not told yet.</summary>
        public async Task<Shown> NextAsync(CancellationToken ct)
        {
            await _news.WaitAsync(ct);
            return _shown!;
        }

        internal void Show(Shown shown)
        {
            _shown = shown;
            try
            {
                _news.Release();
            }
            catch (SemaphoreFullException)
            {
                // It has not looked at the one before yet, and will see this one.
            }
            catch (ObjectDisposedException)
            {
                // It went just now.
            }
        }

        public void Dispose()
        {
            feed._screens.TryRemove(this, out _);
            _news.Dispose();
        }
    }
}
