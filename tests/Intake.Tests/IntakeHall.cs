using System.Collections.Concurrent;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Intake;
using Wenden.Fixture;
using Wenden.Intake.Materials.Storing;
using Wenden.Intake.Tests;
using Wenden.Intake.Tests.Materials;

[assembly: AssemblyFixture(typeof(IntakeHall))]

namespace Wenden.Intake.Tests;

/// <summary>Two replicas of Intake on one database and one broker, a queue and a registry beside them, and a bus that stands for the other services.</summary>
public sealed class IntakeHall : IAsyncLifetime
{
    private string _connectionString = "";
    private string _broker = "";
    private Neighbours _neighbours = null!;
    private IBusControl _bus = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public WebApplicationFactory<Program> First { get; private set; } = null!;

    public WebApplicationFactory<Program> Second { get; private set; } = null!;

    /// <summary>Where both replicas keep what is handed in.</summary>
    public DirectoryInfo Objects { get; } = Directory.CreateTempSubdirectory("wenden-materials-");

    /// <summary>SHA-256 of what is stored last before the power fails.</summary>
    internal ConcurrentDictionary<string, bool> PowerFailsAfter { get; } = new();

    internal Neighbours Neighbours => _neighbours;

    /// <summary>What Intake has asked of Forms.</summary>
    internal ConcurrentQueue<RenderForms> Wanted { get; } = new();

    internal ConcurrentQueue<CaseAccepted> Accepted { get; } = new();

    internal ConcurrentQueue<CommitmentBroken> Broken { get; } = new();

    internal ConcurrentQueue<ItemProduced> Produced { get; } = new();

    internal ConcurrentQueue<ItemSupplied> Supplied { get; } = new();

    internal ConcurrentQueue<FormWithdrawn> Withdrawn { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _connectionString = await TestServers.FreshDatabaseAsync("intakedb");
        _broker = await TestServers.FreshVirtualHostAsync();
        _neighbours = await Neighbours.StartAsync();
        Database = NpgsqlDataSource.Create(_connectionString);
        _bus = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(new Uri(_broker));
            bus.ReceiveEndpoint("others", endpoint =>
            {
                endpoint.Handler<RenderForms>(context => Keep(Wanted, context.Message));
                endpoint.Handler<CaseAccepted>(context => Keep(Accepted, context.Message));
                endpoint.Handler<CommitmentBroken>(context => Keep(Broken, context.Message));
                endpoint.Handler<ItemProduced>(context => Keep(Produced, context.Message));
                endpoint.Handler<ItemSupplied>(context => Keep(Supplied, context.Message));
                endpoint.Handler<FormWithdrawn>(context => Keep(Withdrawn, context.Message));
            });
        });
        await _bus.StartAsync();
        First = Replica();
        Second = Replica();
        // Together, as the replicas of a hall start.
        await Task.WhenAll(Task.Run(First.CreateClient), Task.Run(Second.CreateClient));
    }

    /// <summary>Publishes as another service would; the same id twice is the same message delivered twice.</summary>
    public Task PublishAsync<T>(T message, Guid? id = null)
        where T : class =>
        _bus.Publish(message, context => context.MessageId = id ?? Guid.CreateVersion7());

    /// <summary>Publishes, and waits until the consumer has taken it in.</summary>
    public async Task DeliverAsync<T>(T message, string consumer, Guid? id = null)
        where T : class
    {
        var messageId = id ?? Guid.CreateVersion7();
        await PublishAsync(message, messageId);
        await Eventually.TrueAsync(
            async () => await ScalarAsync<long>(
                "select count(*) from inbox where message_id = @messageId and consumer = @consumer", new { messageId, consumer }) == 1,
            $"{consumer} does not take {typeof(T).Name}");
    }

    public async Task<T> ScalarAsync<T>(string sql, object arguments)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await _bus.StopAsync();
        await _neighbours.DisposeAsync();
        await Database.DisposeAsync();
        Objects.Delete(recursive: true);
    }

    private WebApplicationFactory<Program> Replica() => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").TrustTestIssuer().StopInFull();
        host.UseSetting("ConnectionStrings:intakedb", _connectionString);
        host.UseSetting("ConnectionStrings:rabbitmq", _broker);
        host.UseSetting("Messaging:Services:0", "intake");
        host.ConfigureTestServices(services => services.AddSingleton<IObjectStore>(new FailingStore(this)));
        host.UseSetting("services:queue:http:0", _neighbours.Address);
        host.UseSetting("services:registry:http:0", _neighbours.Address);
        host.UseSetting("Logging:LogLevel:Default", "Warning");
    });

    private static Task Keep<T>(ConcurrentQueue<T> queue, T message)
    {
        queue.Enqueue(message);
        return Task.CompletedTask;
    }
}
