using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;
using Wenden.Fixture;
using Wenden.Registry.Tests;

[assembly: AssemblyFixture(typeof(RegistryHall))]

namespace Wenden.Registry.Tests;

/// <summary>A registry on a database and a broker of its own. Tests that share one bring in persons of their own.</summary>
public sealed class RegistryHall : IAsyncLifetime
{
    public const string AsOf = "2019-10-21T08:30:00+08:00";

    public string ConnectionString { get; private set; } = "";

    public string Broker { get; private set; } = "";

    public NpgsqlDataSource Database { get; private set; } = null!;

    public WebApplicationFactory<Program> Service { get; private set; } = null!;

    public static async Task<RegistryHall> OfItsOwnAsync()
    {
        var hall = new RegistryHall();
        await hall.InitializeAsync();
        return hall;
    }

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await TestServers.FreshDatabaseAsync("registrydb");
        Broker = await TestServers.FreshVirtualHostAsync();
        Database = NpgsqlDataSource.Create(ConnectionString);
        Service = Replica();
        await Task.Run(Service.CreateClient);
    }

    /// <summary>One more replica on the same database and broker.</summary>
    public WebApplicationFactory<Program> Replica() => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").TrustTestIssuer().StopInFull();
        host.UseSetting("ConnectionStrings:registrydb", ConnectionString);
        host.UseSetting("ConnectionStrings:rabbitmq", Broker);
        host.UseSetting("Messaging:Services:0", "registry");
        host.UseSetting("Wenden:AsOf", AsOf);
        host.UseSetting("Logging:LogLevel:Default", "Warning");
        // Nobody listens for the registry's events here, which the relay and the bus say again and again.
        host.UseSetting("Logging:LogLevel:Wenden.Messaging", "None");
        host.UseSetting("Logging:LogLevel:MassTransit", "None");
    });

    public Caller Operator => new(Service, "operator");

    public Caller Teller => new(Service, "teller");

    /// <summary>Versions of the person that were made known, sent or not, in order.</summary>
    public async Task<IReadOnlyList<long>> VersionsPublishedAsync(string idNumber)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.QueryAsync<long>(
            """
            select (body ->> 'version')::bigint as version
            from (select type, body from outbox union all select type, body from outbox_sent) as events
            join persons on person_id = (body ->> 'personId')::uuid
            where type like '%PersonChanged,%' and id_number = @idNumber
            order by version
            """, new { idNumber })).AsList();
    }

    public async Task<T> ScalarAsync<T>(string sql, object? arguments = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    /// <summary>The registry as a process of its own.</summary>
    public Task<ServiceProcess> ProcessAsync() => ServiceProcess.StartAsync(typeof(Program).Assembly, new Dictionary<string, string>
    {
        ["ConnectionStrings__registrydb"] = ConnectionString,
        ["ConnectionStrings__rabbitmq"] = Broker,
        ["Messaging__Services__0"] = "registry",
        ["Wenden__AsOf"] = AsOf,
    });

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
    }
}
