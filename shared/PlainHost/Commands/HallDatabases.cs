using Npgsql;
using Wenden.PlainHost.Halls;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Commands;

/// <summary>The databases of a hall as its administrator reaches them. Where the hall does not run its database server is started for as long.</summary>
internal sealed class HallDatabases(string administrator, PostgresServer? started = null, HallLock? held = null) : IAsyncDisposable
{
    /// <summary>Reaches those whose data lie in the folder.</summary>
    /// <exception cref="InvalidOperationException">No hall's data lie there, or the hall is just starting.</exception>
    public static async Task<HallDatabases> OpenAsync(string folder, CancellationToken cancellation)
    {
        var data = Path.Combine(folder, "postgres");
        if (!Directory.Exists(data) && !File.Exists(HallFile.In(folder)))
            throw new InvalidOperationException($"There are no data of a hall in {folder}. Name the folder with --data, or a server with --server.");
        HallLock held;
        try
        {
            held = await HallLock.TakeAsync(folder, cancellation);
        }
        catch (HallTakenException)
        {
            return new HallDatabases(await OfRunningAsync(folder, data, cancellation));
        }

        try
        {
            var server = await PostgresServer.StartAsync(data, new ServerOptions(), cancellation);
            return new HallDatabases(server.ConnectionString, server, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task<bool> HasAsync(string database, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync("postgres", cancellation);
        await using var command = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection)
        {
            Parameters = { new() { Value = database } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(administrator) { Database = database, Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (started is not null)
            await started.DisposeAsync();
        held?.Dispose();
    }

    private static async Task<string> OfRunningAsync(string folder, string data, CancellationToken cancellation)
    {
        var hall = await HallFile.ReadAsync(folder, cancellation)
            ?? throw new InvalidOperationException($"The hall in {folder} is just starting or stopping. Try again in a moment.");
        var telemetry = new NpgsqlConnectionStringBuilder(hall.Telemetrydb);
        var password = await PostgresServer.PasswordOfAsync(data, cancellation);
        return $"Host={telemetry.Host};Port={telemetry.Port};Username=postgres;Password={password}";
    }
}
