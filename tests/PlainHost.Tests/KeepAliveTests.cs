using System.Collections.Concurrent;
using System.Diagnostics;
using Wenden.PlainHost.Halls;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task What_dies_is_started_again()
    {
        await using var kept = new KeepAlive(new Sleeper("1000"), say: null);
        await kept.StartAsync();
        var first = ((Sleeper)kept.Server).Starts;

        await kept.KillAsync(stayDown: false);

        await UntilAsync(() => kept.Server.IsRunning && ((Sleeper)kept.Server).Starts == first + 1);
    }

    [Fact]
    public async Task What_is_stopped_stays_down_until_started()
    {
        var server = new Sleeper("1000");
        await using var kept = new KeepAlive(server, say: null);
        await kept.StartAsync();

        await kept.StopAsync();
        await Task.Delay(1500);
        var whileStopped = (server.IsRunning, server.Starts);
        await kept.StartAsync();

        whileStopped.ShouldBe((false, 1));
        server.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task What_keeps_dying_is_given_longer_and_longer_pauses()
    {
        var server = new Sleeper("0.01");
        var said = new ConcurrentQueue<string>();
        await using var kept = new KeepAlive(server, said.Enqueue);
        var started = Stopwatch.GetTimestamp();

        await kept.StartAsync();
        await UntilAsync(() => server.Starts == 3);

        Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeGreaterThan(3);
        said.Where(text => text.Contains("died")).Take(2).ShouldBe(["sleeper has died; it is started again in 1 s", "sleeper has died; it is started again in 2 s"]);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 200 && !condition(); tries++)
            await Task.Delay(50);
        condition().ShouldBeTrue();
    }

    private sealed class Sleeper(string seconds) : IServer
    {
        private Child? _child;

        public string Name => "sleeper";

        public int Starts { get; private set; }

        public bool IsRunning => _child is { IsRunning: true };

        public Task Exited => _child?.Exited ?? Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellation = default)
        {
            _child = Child.Start(new ProgramStart("/bin/sleep", seconds));
            Starts++;
            return Task.CompletedTask;
        }

        public Task StopAsync() => _child?.StopAsync(TimeSpan.FromSeconds(1)) ?? Task.CompletedTask;

        public Task KillAsync() => _child?.KillAsync() ?? Task.CompletedTask;

        public async ValueTask DisposeAsync() => await StopAsync();
    }
}
