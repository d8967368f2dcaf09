using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>A real HTTP server on a free port of this machine.</summary>
public abstract class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    protected StandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
    }

    public string Address => _app.Urls.First();

    public async Task StartAsync()
    {
        Map(_app);
        await _app.StartAsync();
    }

    protected abstract void Map(WebApplication app);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
    }
}
