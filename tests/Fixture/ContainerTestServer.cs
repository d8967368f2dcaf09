using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
using Wenden.PlainHost.Processes;

namespace Wenden.Fixture;

/// <summary>A server in a container, on a host port that stays the same when the container is started again.</summary>
internal sealed class ContainerTestServer(IContainer container, Func<string> connectionString) : ITestServer
{
    public const int ManagementPort = 15672;

    public string ConnectionString => connectionString();

    public IContainer Container => container;

    public static async Task<ContainerTestServer> PostgresAsync(bool durable)
    {
        // The builder turns these off, and with asynchronous commit a killed server loses what it has said is committed.
        string[] settings = durable ? ["-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on"] : [];
        var container = new PostgreSqlBuilder("postgres:17-alpine")
            .WithPortBinding(Ports.Free(), PostgreSqlBuilder.PostgreSqlPort)
            .WithCommand(["-c", "max_connections=500", .. settings])
            .Build();
        await container.StartAsync();
        return new ContainerTestServer(container, container.GetConnectionString);
    }

    public static async Task<ContainerTestServer> RabbitAsync()
    {
        var container = new RabbitMqBuilder("rabbitmq:4-management")
            .WithPortBinding(Ports.Free(), RabbitMqBuilder.RabbitMqPort)
            .WithPortBinding(Ports.Free(), ManagementPort)
            .Build();
        await container.StartAsync();
        return new ContainerTestServer(container, () => container.GetConnectionString().TrimEnd('/'));
    }

    public Task StartAsync() => container.StartAsync();

    public Task StopAsync() => container.StopAsync();

    public async Task KillAsync()
    {
        await ContainerEngine.KillAsync(container.Id);
        // Makes the object see that its container has ended; StartAsync does nothing for one it believes to run.
        await container.StopAsync();
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();
}
