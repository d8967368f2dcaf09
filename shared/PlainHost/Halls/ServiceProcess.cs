using System.Diagnostics;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Halls;

/// <summary>One replica of one of the hall's services.</summary>
/// <param name="name">Its name in logs and for tests, <c>queue-0</c> for example.</param>
/// <param name="program">Makes the start command; asked anew at each start.</param>
/// <param name="address">Where it answers.</param>
/// <param name="startTimeout">How long it may take until it answers.</param>
/// <param name="line">Gets every line it writes.</param>
internal sealed class ServiceProcess(string name, Func<ProgramStart> program, Uri address, TimeSpan startTimeout, Action<string>? line) : IServer
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly LastLines _lines = new(line);
    private Child? _child;

    public string Name => name;

    public Uri Address => address;

    public bool IsRunning => _child is { IsRunning: true };

    public Task Exited => _child?.Exited ?? Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (IsRunning)
            return;
        var child = _child = Child.Start(program(), _lines.Add);
        var started = Stopwatch.GetTimestamp();
        while (!await IsHealthyAsync(cancellation))
        {
            if (!child.IsRunning)
                throw new ServerFailedException(Name, $"ended with code {await child.Exited}", _lines.All);
            if (Stopwatch.GetElapsedTime(started) > startTimeout)
                throw new ServerFailedException(Name, $"does not answer at {address}health", _lines.All);
            await Task.Delay(200, cancellation);
        }
    }

    public Task StopAsync() => _child?.StopAsync(TimeSpan.FromSeconds(10)) ?? Task.CompletedTask;

    public Task KillAsync() => _child?.KillAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Ports.Return(address.Port);
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(address, "health"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
