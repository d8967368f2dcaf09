using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Wenden.Messaging;

/// <summary>
/// Lets the replicas of a service bind their queues one after the other. RabbitMQ 3 breaks off the connection of a consumer that comes to a
/// quorum queue which another connection is just making, and all its other queues with it.
/// </summary>
internal sealed class BindingTurn(NpgsqlDataSource database) : IHostedLifecycleService, IAsyncDisposable
{
    // Any fixed number, the same on every replica.
    private const long Turn = 0x42_49_4E_44;
    private NpgsqlConnection? _connection;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before the bus starts.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var untraced = OpenTelemetry.SuppressInstrumentationScope.Begin();
        _connection = await database.OpenConnectionAsync(cancellationToken);
        await using var wait = new NpgsqlCommand("select pg_advisory_lock($1)", _connection) { Parameters = { new() { Value = Turn } }, CommandTimeout = 0 };
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs when the bus has started: its queues are bound.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        using var untraced = OpenTelemetry.SuppressInstrumentationScope.Begin();
        await using var pass = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection) { Parameters = { new() { Value = Turn } } };
        await pass.ExecuteNonQueryAsync(cancellationToken);
        await DisposeAsync();
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Where the start has failed the lock is still held; it ends with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connection = null;
    }
}
