using System.Net.Sockets;
using DotNet.Testcontainers.Containers;
using Npgsql;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
using Wenden.PlainHost.Processes;

namespace Wenden.Fixture;

/// <summary>A server in a container, on a host port that stays the same when the container is started again.</summary>
internal sealed class ContainerTestServer(IContainer container, Func<string> connectionString, Func<string, Task> greet) : ITestServer
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
        return new ContainerTestServer(container, container.GetConnectionString, GreetPostgresAsync);
    }

    public static async Task<ContainerTestServer> RabbitAsync()
    {
        var container = new RabbitMqBuilder("rabbitmq:4-management")
            .WithPortBinding(Ports.Free(), RabbitMqBuilder.RabbitMqPort)
            .WithPortBinding(Ports.Free(), ManagementPort)
            .Build();
        await container.StartAsync();
        return new ContainerTestServer(container, () => container.GetConnectionString().TrimEnd('/'), GreetRabbitAsync);
    }

    /// <summary>Waits for an answer, because a container that is started again has its first start's "ready" in its log already.</summary>
    public async Task StartAsync()
    {
        await container.StartAsync();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await greet(ConnectionString);
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or SocketException or IOException or TimeoutException && tries < 300)
            {
                await Task.Delay(200);
            }
        }
    }

    public Task StopAsync() => container.StopAsync();

    public async Task KillAsync()
    {
        await ContainerEngine.KillAsync(container.Id);
        // Makes the object see that its container has ended; StartAsync does nothing for one it believes to run.
        await container.StopAsync();
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();

    private static async Task GreetPostgresAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
    }

    /// <summary>The first eight bytes of AMQP 0-9-1; a broker that is up answers them.</summary>
    private static async Task GreetRabbitAsync(string connectionString)
    {
        var address = new Uri(connectionString);
        using var client = new TcpClient { ReceiveTimeout = 2_000 };
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(2));
    }
}
