using System.Globalization;
using Wenden.PlainHost.Processes;

namespace Wenden.Fixture;

/// <summary>
/// The one place that gives PostgreSQL and RabbitMQ to tests: in containers where a container engine answers, from the programs of this
/// machine otherwise. A test process starts each once, when it is first asked for, and shares it; everything is gone when the process ends.
/// </summary>
/// <remarks>
/// <c>WENDEN_TEST_POSTGRES</c> (a connection string of an administrator) and <c>WENDEN_TEST_RABBITMQ</c> (an AMQP URI, with the management
/// API at port <c>WENDEN_TEST_RABBITMQ_MANAGEMENT</c>, 15672 when not given) name servers to use instead.
/// </remarks>
public static class TestServers
{
    private static readonly Lazy<Task<SharedPostgres>> Postgres = new(() => SharedPostgres.StartAsync(Given("WENDEN_TEST_POSTGRES")));
    private static readonly Lazy<Task<SharedRabbit>> Rabbit = new(() => SharedRabbit.StartAsync(
        Given("WENDEN_TEST_RABBITMQ"), int.Parse(Given("WENDEN_TEST_RABBITMQ_MANAGEMENT") ?? "15672", CultureInfo.InvariantCulture)));

    static TestServers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAsync().Wait(TimeSpan.FromSeconds(9));

    /// <summary>Makes an empty database and answers with its connection string. Names may repeat: each call makes another database.</summary>
    public static async Task<string> FreshDatabaseAsync(string name) => await (await Postgres.Value).FreshDatabaseAsync(name);

    /// <summary>Makes an empty virtual host and answers with its AMQP URI.</summary>
    public static async Task<string> FreshVirtualHostAsync() => await (await Rabbit.Value).FreshVirtualHostAsync();

    /// <summary>Starts a PostgreSQL that the test owns alone; what it has committed survives <see cref="ITestServer.KillAsync"/>.</summary>
    public static Task<ITestServer> OwnPostgresAsync() => StartPostgresAsync(durable: true);

    /// <summary>Starts a RabbitMQ that the test owns alone.</summary>
    public static Task<ITestServer> OwnRabbitAsync() => StartRabbitAsync(durable: true);

    internal static async Task<ITestServer> StartPostgresAsync(bool durable) =>
        await ContainerEngine.AnswersAsync() ? await ContainerTestServer.PostgresAsync(durable) : await PlainTestServer.PostgresAsync(durable);

    internal static async Task<ITestServer> StartRabbitAsync(bool durable) =>
        await ContainerEngine.AnswersAsync() ? await ContainerTestServer.RabbitAsync() : await PlainTestServer.RabbitAsync(durable);

    private static string? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // Both at once: the test runner lets a process take ten seconds to exit.
    private static Task EndAsync() => Task.WhenAll(EndAsync(Postgres), EndAsync(Rabbit));

    private static async Task EndAsync<T>(Lazy<Task<T>> server)
        where T : IAsyncDisposable
    {
        if (server.IsValueCreated)
            await (await server.Value).DisposeAsync();
    }
}
