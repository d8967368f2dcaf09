using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.Queue.Tests;

[assembly: AssemblyFixture(typeof(QueueHall))]

namespace Wenden.Queue.Tests;

/// <summary>Two replicas of the queue on one database and one broker. Every test opens a site of its own.</summary>
public sealed class QueueHall : IAsyncLifetime
{
    private string _broker = "";
    private string _connectionString = "";

    public NpgsqlDataSource Database { get; private set; } = null!;

    public WebApplicationFactory<Program> First { get; private set; } = null!;

    public WebApplicationFactory<Program> Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Patient, because on a busy machine 200 tellers at once wait long for a connection; how fast they are served is not asked here.
        _connectionString = await TestServers.FreshDatabaseAsync("queuedb") + ";Timeout=120";
        _broker = await TestServers.FreshVirtualHostAsync();
        await ListenAsync();
        Database = NpgsqlDataSource.Create(_connectionString);
        First = Replica();
        Second = Replica();
        // Together, as the replicas of a hall start.
        await Task.WhenAll(Task.Run(First.CreateClient), Task.Run(Second.CreateClient));
    }

    /// <summary>One more replica on the same database, with a clock of its own where one is given.</summary>
    public WebApplicationFactory<Program> Replica(TimeProvider? clock = null) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").TrustTestIssuer();
        host.UseSetting("ConnectionStrings:queuedb", _connectionString);
        host.UseSetting("ConnectionStrings:rabbitmq", _broker);
        host.UseSetting("Messaging:Services:0", "queue");
        host.UseSetting("Board:Heartbeat", "00:00:00.300");
        host.UseSetting("Logging:LogLevel:Default", "Warning");
        host.ConfigureTestServices(services =>
        {
            // An error that was answered as 500 is to be seen in the test's output.
            services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = _ => false);
            if (clock is not null)
                services.AddSingleton(clock);
        });
    });

    /// <summary>A fresh site with one zone, series A.</summary>
    public async Task<string> OpenSiteAsync(int windows = 3)
    {
        var site = $"site-{Guid.CreateVersion7():N}";
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into sites (site, name, kind) values (@site, '测试大厅', 'hall');
            insert into zones (site, zone, name, series, position) values (@site, 'comprehensive', '综合服务区', 'A', 0);
            insert into windows (site, number, zone) select @site, number, 'comprehensive' from generate_series(1, @windows) as number;
            """, new { site, windows });
        return site;
    }

    /// <summary>Takes the queue's events, as other services do; without anybody the broker gives every one of them back.</summary>
    private async Task ListenAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("listener", durable: true, exclusive: false, autoDelete: false);
        foreach (var type in new[] { typeof(TicketIssued), typeof(TicketCalled), typeof(TicketFinished) })
        {
            var exchange = $"{type.Namespace}:{type.Name}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync("listener", exchange, "");
        }
    }

    /// <summary>How many events of the type speak of the ticket, sent or not.</summary>
    public async Task<long> EventsAsync(string type, Guid ticketId)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(
            """
            select count(*)
              from (select type, body from outbox union all select type, body from outbox_sent) as events
             where type like '%.' || @type || ',%' and body ->> 'ticketId' = @ticketId::text
            """, new { type, ticketId });
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
        await Database.DisposeAsync();
    }
}
