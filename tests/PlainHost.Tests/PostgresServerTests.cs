using Npgsql;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

public sealed class PostgresServerTests
{
    // Their numbers on Linux; macOS has others.
    private const Signal _stop = (Signal)19;
    private const Signal _continue = (Signal)18;

    [Fact]
    public async Task Data_outlive_a_restart_and_a_kill()
    {
        using var folder = new TemporaryFolder();
        string database;
        await using (var server = await PostgresServer.StartAsync(folder.Path + "/pg", new ServerOptions()))
        {
            database = (await server.CreateDatabaseAsync("queuedb", "queue")).ConnectionString + ";Pooling=false";
            await RunAsync(database, "create table visit (id int); insert into visit values (1)");
            await server.RestartAsync();
            await RunAsync(database, "insert into visit values (2)");
            await server.KillAsync();
            await server.StartAsync();
            await RunAsync(database, "insert into visit values (3)");
        }

        // A later host finds the same data and password, at another port.
        await using var later = await PostgresServer.StartAsync(folder.Path + "/pg", new ServerOptions());
        var again = await later.CreateDatabaseAsync("queuedb", "queue");
        (await RunAsync(again.ConnectionString + ";Pooling=false", "select sum(id) from visit")).ShouldBe(6L);
    }

    [Fact]
    public async Task A_killed_server_whose_sessions_linger_starts_again_once_they_are_gone()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PostgresServer.StartAsync(folder.Path + "/pg", new ServerOptions());
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        Native.Send(connection.ProcessID, _stop);

        await server.KillAsync();
        var starting = server.StartAsync();
        (await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(1)))).ShouldNotBe(starting);
        Native.Send(connection.ProcessID, _continue);
        await starting;

        (await RunAsync(server.ConnectionString + ";Database=postgres;Pooling=false", "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_cannot_enter_anothers_database()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PostgresServer.StartAsync(folder.Path + "/pg", new ServerOptions { Durable = false });
        var queue = await server.CreateDatabaseAsync("queuedb", "queue");
        await server.CreateDatabaseAsync("intakedb", "intake");

        var foreign = queue with { Database = "intakedb" };
        var refusal = await Should.ThrowAsync<PostgresException>(RunAsync(foreign.ConnectionString + ";Pooling=false", "select 1"));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Two_servers_run_side_by_side()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { Durable = false };

        var starting = new[] { "a", "b" }.Select(name => PostgresServer.StartAsync(Path.Combine(folder.Path, name), options)).ToArray();
        await using var a = await starting[0];
        await using var b = await starting[1];

        a.Port.ShouldNotBe(b.Port);
        a.Password.ShouldNotBe(b.Password);
        (await RunAsync(a.ConnectionString + ";Database=postgres;Pooling=false", "select 1")).ShouldBe(1);
        (await RunAsync(b.ConnectionString + ";Database=postgres;Pooling=false", "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PostgresServer.StartAsync(folder.Path + "/pg", new ServerOptions { Durable = false });
        await server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "data", "PG_VERSION"), "9.0\n");

        var failure = await Should.ThrowAsync<ServerFailedException>(server.StartAsync());

        failure.Message.ShouldContain("incompatible");
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
