using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>A real HTTP server on free ports of this machine.</summary>
public abstract class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="addresses">How many ports it answers at.</param>
    protected StandIn(int addresses = 1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(server =>
        {
            for (var i = 0; i < addresses; i++)
                server.Listen(IPAddress.Loopback, 0);
        });
        builder.Logging.ClearProviders();
        _app = builder.Build();
    }

    public string Address => Addresses[0];

    public IReadOnlyList<string> Addresses { get; private set; } = [];

    public async Task StartAsync()
    {
        Map(_app);
        await _app.StartAsync();
        Addresses = [.. _app.Urls];
    }

    protected abstract void Map(WebApplication app);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
    }
}
