using System.Diagnostics;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Halls;

/// <summary>Starts a server again whenever it dies: after 1, 2, 4 … 30 seconds, from the beginning again after a minute of health.</summary>
internal sealed class KeepAlive(IServer server, Action<string>? say) : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CancellationTokenSource? _watching;
    private Task _loop = Task.CompletedTask;

    public IServer Server => server;

    /// <summary>Starts the server and from then on keeps it running.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_watching is not null)
                return;
            await server.StartAsync(cancellation);
            _watching = new CancellationTokenSource();
            _loop = WatchAsync(_watching.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the server and lets it be.</summary>
    public Task StopAsync() => LetBeAsync(server.StopAsync);

    /// <summary>Kills the server; it comes back as it does after a crash, unless it is to stay down.</summary>
    public Task KillAsync(bool stayDown) => stayDown ? LetBeAsync(server.KillAsync) : server.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await server.DisposeAsync();
        _gate.Dispose();
    }

    private async Task LetBeAsync(Func<Task> end)
    {
        await _gate.WaitAsync();
        try
        {
            if (_watching is not null)
                await _watching.CancelAsync();
            await _loop;
            await end();
            _watching?.Dispose();
            _watching = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        var pause = TimeSpan.FromSeconds(1);
        var healthySince = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                await server.Exited.WaitAsync(cancellation);
                if (Stopwatch.GetElapsedTime(healthySince) > TimeSpan.FromMinutes(1))
                    pause = TimeSpan.FromSeconds(1);
                say?.Invoke($"{server.Name} has died; it is started again in {pause.TotalSeconds:0} s");
                await Task.Delay(pause, cancellation);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
                if (await TryStartAsync(cancellation))
                    healthySince = Stopwatch.GetTimestamp();
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever cancels goes on to stop the server.
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellation)
    {
        try
        {
            await server.StartAsync(cancellation);
            say?.Invoke($"{server.Name} is back");
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            say?.Invoke(e.Message);
            await server.KillAsync();
            return false;
        }
    }
}
