using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;

namespace Wenden.Messaging.Outbox;

/// <summary>
/// Deletes what is no longer needed: sent events after 7 days, marks of handled messages after 30, answers to commands after 2. Marks outlive
/// sent events, so that a replay never takes effect twice.
/// </summary>
internal sealed class OldRows(NpgsqlDataSource database, ILogger<OldRows> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        using var timer = new PeriodicTimer(_interval);
        do
        {
            try
            {
                await DeleteAsync(database, stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning("Old rows stay for another hour: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal static async Task DeleteAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from outbox_sent where sent_at < now() - interval '7 days';
            delete from inbox where handled_at < now() - interval '30 days';
            delete from idempotency_keys where created_at < now() - interval '2 days';
            """, cancellationToken: ct));
    }
}
