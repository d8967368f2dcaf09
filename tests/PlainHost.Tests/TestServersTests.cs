using Npgsql;
using RabbitMQ.Client;
using Wenden.Fixture;

namespace Wenden.PlainHost.Tests;

public sealed class TestServersTests
{
    [Fact]
    public async Task Each_test_class_has_a_database_of_its_own()
    {
        var a = await TestServers.FreshDatabaseAsync("queuedb");
        var b = await TestServers.FreshDatabaseAsync("queuedb");

        await RunAsync(a, "create table visit (id int)");

        (await RunAsync(b, "select to_regclass('visit')::text")).ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task Each_test_class_has_a_virtual_host_of_its_own()
    {
        var a = await TestServers.FreshVirtualHostAsync();
        var b = await TestServers.FreshVirtualHostAsync();

        await using var connection = await new ConnectionFactory { Uri = new Uri(a) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("visits", durable: true, exclusive: false, autoDelete: false);
        await using var other = await new ConnectionFactory { Uri = new Uri(b) }.CreateConnectionAsync();
        await using var otherChannel = await other.CreateChannelAsync();

        await Should.ThrowAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(otherChannel.QueueDeclarePassiveAsync("visits"));
    }

    [Fact]
    public async Task A_test_may_kill_and_restart_its_own_database_server()
    {
        await using var server = await TestServers.OwnPostgresAsync();
        var before = server.ConnectionString;
        await RunAsync(before, "create table visit (id int)");

        await server.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(RunAsync(before, "select 1"));
        await server.StartAsync();

        server.ConnectionString.ShouldBe(before);
        (await RunAsync(before, "select count(*) from visit")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_test_may_stop_and_restart_its_own_broker()
    {
        await using var server = await TestServers.OwnRabbitAsync();
        var factory = new ConnectionFactory { Uri = new Uri(server.ConnectionString) };

        await server.StopAsync();
        await Should.ThrowAsync<RabbitMQ.Client.Exceptions.BrokerUnreachableException>(factory.CreateConnectionAsync());
        await server.StartAsync();

        await using var connection = await factory.CreateConnectionAsync();
        connection.IsOpen.ShouldBeTrue();
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
