using Wenden.PlainHost.Servers;

namespace Wenden.Fixture;

/// <summary>The one RabbitMQ of a test process, in which every test class has a virtual host of its own.</summary>
internal sealed class SharedRabbit : IAsyncDisposable
{
    private readonly ITestServer? _own;
    private readonly Uri _broker;
    private readonly RabbitManagement _management;
    private readonly List<string> _virtualHosts = [];

    private SharedRabbit(ITestServer? own, Uri broker, int managementPort)
    {
        _own = own;
        _broker = broker;
        var user = broker.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        _management = new RabbitManagement(new Uri($"http://{broker.Host}:{managementPort}"), user[0], user[1]);
    }

    public static async Task<SharedRabbit> StartAsync(string? given, int givenManagementPort)
    {
        if (given is not null)
            return new SharedRabbit(null, new Uri(given), givenManagementPort);

        var own = await TestServers.StartRabbitAsync(durable: false);
        var port = own switch
        {
            ContainerTestServer container => container.Container.GetMappedPublicPort(ContainerTestServer.ManagementPort),
            PlainTestServer { Server: RabbitServer rabbit } => rabbit.ManagementPort,
            _ => throw new InvalidOperationException($"{own.GetType()} has no management port."),
        };
        return new SharedRabbit(own, new Uri(own.ConnectionString), port);
    }

    public async Task<string> FreshVirtualHostAsync()
    {
        var fresh = $"test-{Guid.CreateVersion7():N}";
        await _management.CreateVirtualHostAsync(fresh);
        lock (_virtualHosts)
            _virtualHosts.Add(fresh);
        return new Uri(_broker, $"/{fresh}").AbsoluteUri;
    }

    /// <summary>Ends the own broker; on a given one asks for the own virtual hosts to be deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
            await _own.DisposeAsync();
        else
            // The test runner lets a process take ten seconds to exit; the broker goes on deleting without it.
            await Task.WhenAny(Task.WhenAll(_virtualHosts.Select(virtualHost => _management.DeleteVirtualHostAsync(virtualHost))), Task.Delay(5_000));
        _management.Dispose();
    }
}
