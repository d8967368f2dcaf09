using System.Collections.Concurrent;
using System.Threading.Channels;
using OpenTelemetry;

namespace Wenden.Queue.Boards;

/// <summary>
/// Tells this process's boards what changed, whichever replica changed it: every change of a ticket notifies <c>queue_board</c> in its own
/// transaction. Changes that come faster than a board is read melt into one reading, shared by all boards of the site.
/// </summary>
internal sealed class BoardFeed(NpgsqlDataSource database, TimeProvider clock, ILogger<BoardFeed> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _probe = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Channel<Board>, string> _screens = new();
    private readonly Channel<string> _changedSites = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Boards of the site, the present one first; a slow reader is given the newest only.</summary>
    public Screen Open(string site)
    {
        var channel = Channel.CreateBounded<Board>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        _screens[channel] = site;
        _changedSites.Writer.TryWrite(site);
        return new Screen(channel.Reader, () => _screens.TryRemove(channel, out _));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(ListenAsync, stoppingToken),
        RepeatAsync(ShowAsync, stoppingToken));

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogWarning("The boards pause: {Reason}", exception.Message);
                await Task.Delay(_pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => _changedSites.Writer.TryWrite(notification.Payload);
        await connection.ExecuteAsync(new CommandDefinition("listen queue_board", cancellationToken: ct));
        // What changed while nobody listened was told to nobody.
        foreach (var site in _screens.Values.Distinct())
            _changedSites.Writer.TryWrite(site);

        while (true)
        {
            // A server that vanished without a word is noticed by asking.
            if (!await connection.WaitAsync(_probe, ct))
                await connection.ExecuteAsync(new CommandDefinition("select 1", cancellationToken: ct));
        }
    }

    private async Task ShowAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        while (await _changedSites.Reader.WaitToReadAsync(ct))
        {
            HashSet<string> changed = [];
            while (_changedSites.Reader.TryRead(out var site))
                changed.Add(site);
            try
            {
                foreach (var site in changed.Where(_screens.Values.Contains))
                    await ShowAsync(site, ct);
            }
            catch (Exception)
            {
                // Still to be shown, once the database is back.
                foreach (var site in changed)
                    _changedSites.Writer.TryWrite(site);
                throw;
            }
        }
    }

    private async Task ShowAsync(string site, CancellationToken ct)
    {
        if (await Board.ReadAsync(database, site, clock.HallDay(), ct) is not { } board)
            return;
        foreach (var (channel, _) in _screens.Where(screen => screen.Value == site))
            channel.Writer.TryWrite(board);
    }

    /// <summary>One open board.</summary>
    internal sealed class Screen(ChannelReader<Board> boards, Action close) : IDisposable
    {
        public ChannelReader<Board> Boards => boards;

        public void Dispose() => close();
    }
}
