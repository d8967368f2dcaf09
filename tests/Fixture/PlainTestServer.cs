using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.Fixture;

/// <summary>A server from the programs of this machine, its data in a temporary folder.</summary>
internal sealed class PlainTestServer(TemporaryFolder folder, IServer server, string connectionString) : ITestServer
{
    public string ConnectionString => connectionString;

    public IServer Server => server;

    public static async Task<PlainTestServer> PostgresAsync(bool durable)
    {
        var folder = new TemporaryFolder();
        var server = await PostgresServer.StartAsync(Path.Combine(folder.Path, "postgres"), new ServerOptions { Durable = durable });
        return new PlainTestServer(folder, server, $"{server.ConnectionString};Database=postgres");
    }

    public static async Task<PlainTestServer> RabbitAsync(bool durable)
    {
        var folder = new TemporaryFolder();
        var server = await RabbitServer.StartAsync(Path.Combine(folder.Path, "rabbitmq"), new ServerOptions { Durable = durable });
        return new PlainTestServer(folder, server, server.Uri);
    }

    public Task StartAsync() => server.StartAsync();

    public Task StopAsync() => server.StopAsync();

    public Task KillAsync() => server.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await server.KillAsync();
        await server.DisposeAsync();
        folder.Dispose();
    }
}
