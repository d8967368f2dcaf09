using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wenden.Fixture;
using Wenden.Queue.Days;
using Wenden.Queue.Sites;
using Wenden.Queue.Tests;
using Wenden.ServiceDefaults;

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
        await QueueListener.BindAsync(_broker);
        Database = NpgsqlDataSource.Create(_connectionString);
        First = Replica();
        Second = Replica();
        // Together, as the replicas of a hall start.
        await Task.WhenAll(Task.Run(First.CreateClient), Task.Run(Second.CreateClient));
    }

    /// <summary>One more replica on the same database, with a clock of its own where one is given.</summary>
    public WebApplicationFactory<Program> Replica(TimeProvider? clock = null) => Replica(_connectionString, _broker, clock);

    /// <summary>One more replica, whose connections to the database are as this piece of a connection string says.</summary>
    public WebApplicationFactory<Program> Replica(string connections) => Replica($"{_connectionString};{connections}", _broker, clock: null);

    /// <summary>A queue with a database and a broker of its own, for what all sites share.</summary>
    public static async Task<WebApplicationFactory<Program>> AloneAsync(TimeProvider clock) =>
        Replica(await TestServers.FreshDatabaseAsync("queuedb"), await TestServers.FreshVirtualHostAsync(), clock);

    private static WebApplicationFactory<Program> Replica(string database, string broker, TimeProvider? clock) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").TrustTestIssuer().StopInFull();
        host.UseSetting("ConnectionStrings:queuedb", database);
        host.UseSetting("ConnectionStrings:rabbitmq", broker);
        host.UseSetting("Messaging:Services:0", "queue");
        host.UseSetting("Board:Heartbeat", "00:00:00.300");
        host.UseSetting("Logging:LogLevel:Default", "Warning");
        host.ConfigureTestServices(services =>
        {
            // An error that was answered as 500 is to be seen in the test's output.
            services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = _ => false);
            // Tests live in different years on one database: none is to end the days of the others.
            services.Remove(services.Single(service => service.ImplementationType == typeof(EndDay)));
            if (clock is not null)
                services.AddSingleton(clock);
        });
    });

    /// <summary>A fresh site with one zone, series A, and the rules given; without any it is open at all times.</summary>
    internal async Task<string> OpenSiteAsync(int windows = 3, SiteRules? rules = null)
    {
        var site = $"site-{Guid.CreateVersion7():N}";
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into sites (site, name, kind, rules) values (@site, '测试大厅', 'hall', @rules::jsonb);
            insert into zones (site, zone, name, series, offline_series, position) values (@site, 'comprehensive', '综合服务区', 'A', 'K', 0);
            insert into windows (site, number, zones) select @site, number, '{comprehensive}' from generate_series(1, @windows) as number;
            """, new { site, windows, rules = JsonSerializer.Serialize(rules ?? new SiteRules(), HallJson.Options) });
        return site;
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
