using Npgsql;

namespace Wenden.Fixture;

/// <summary>The one PostgreSQL of a test process, in which every test class has a database of its own.</summary>
internal sealed class SharedPostgres : IAsyncDisposable
{
    private readonly ITestServer? _own;
    private readonly string _administrator;

    private SharedPostgres(ITestServer? own, string administrator)
    {
        _own = own;
        _administrator = administrator;
    }

    public static async Task<SharedPostgres> StartAsync(string? given)
    {
        if (given is not null)
            return new SharedPostgres(null, given);
        var own = await TestServers.StartPostgresAsync(durable: false);
        return new SharedPostgres(own, own.ConnectionString);
    }

    public async Task<string> FreshDatabaseAsync(string name)
    {
        var fresh = $"{name}_{Guid.CreateVersion7():N}"[..Math.Min(63, name.Length + 33)];
        await RunAsync($"create database \"{fresh}\" template template0 encoding 'UTF8'");
        return new NpgsqlConnectionStringBuilder(_administrator) { Database = fresh, IncludeErrorDetail = true }.ConnectionString;
    }

    /// <summary>Ends the own server. On a given one the databases stay: it is thrown away by whoever gave it, and dropping them takes longer than a process may take to exit.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
            await _own.DisposeAsync();
    }

    private async Task RunAsync(string statement)
    {
        var settings = new NpgsqlConnectionStringBuilder(_administrator) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
