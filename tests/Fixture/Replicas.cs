using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Wenden.Fixture;

/// <summary>Replicas that come and go inside a test's own process.</summary>
public static class Replicas
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Lets a replica take its time to stop. A service that is given up on ends with its process, and the broker gives its messages to others;
    /// in a process that goes on, a bus that was cut off while it stopped stays connected and keeps for ever what it was given.
    /// </summary>
    public static IWebHostBuilder StopInFull(this IWebHostBuilder host) => host.ConfigureServices(services =>
    {
        services.PostConfigure<MassTransitHostOptions>(options => options.StopTimeout = _patience);
        services.PostConfigure<HostOptions>(options => options.ShutdownTimeout = 2 * _patience);
    });
}
