using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using Wenden.ServiceDefaults;

namespace Wenden.Messaging.Outbox;

/// <summary>
/// Sends what is in the outbox and takes a row out once the broker has confirmed it. Any number of relays may run at once: each locks the rows
/// it works on and passes over the others'. A relay that dies between confirmation and commit sends its rows again; the inbox drops them.
/// </summary>
internal sealed class OutboxRelay(NpgsqlDataSource database, IBus bus, HallTopology topology, OutboxMetrics metrics, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _confirmation = TimeSpan.FromSeconds(15);
    private static readonly ActivitySource _activities = new("Wenden.Messaging");
    private static readonly ConcurrentDictionary<string, Type> _types = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RelayUntilStoppedAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Database or broker away: what is committed stays in the outbox until they are back.
                logger.LogWarning("The relay pauses: {Reason}", exception.Message);
                await Task.Delay(_poll, stoppingToken);
            }
        }
    }

    private async Task RelayUntilStoppedAsync(CancellationToken ct)
    {
        await using var ears = await ListenAsync(ct);
        while (true)
        {
            await topology.WaitAsync(ct);
            while (await RelayBatchAsync(ct) == BatchSize)
            {
            }

            await metrics.SampleAsync(ct);
            await ears.WaitAsync(_poll, ct);
        }
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("listen outbox", cancellationToken: ct));
        return connection;
    }

    /// <summary>Sends up to <see cref="BatchSize"/> rows; returns how many were due.</summary>
    private async Task<int> RelayBatchAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select id, message_id, type, body::text as body, trace_parent, trace_state, attempts
              from outbox
             where next_attempt_at <= now()
             order by next_attempt_at, id
             limit @BatchSize
               for update skip locked
            """, new { BatchSize }, cancellationToken: ct))).AsList();
        if (rows.Count == 0)
            return 0;

        var failures = await Task.WhenAll(rows.Select(row => TrySendAsync(row, ct)));
        var sent = rows.Where((_, i) => failures[i] is null).Select(row => row.Id).ToArray();
        var failed = rows.Where((_, i) => failures[i] is not null).ToArray();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            with done as (delete from outbox where id = any(@sent) returning *)
            insert into outbox_sent (message_id, type, body, trace_parent, trace_state, created_at)
            select message_id, type, body, trace_parent, trace_state, created_at from done
                on conflict (message_id) do update set sent_at = now();

            update outbox
               set attempts = attempts + 1, last_error = failed.error,
                   next_attempt_at = now() + least(interval '1 minute', interval '250 milliseconds' * power(2, least(attempts, 10)) * (0.75 + random() / 2))
              from unnest(@failed, @errors) as failed (id, error)
             where outbox.id = failed.id;
            """,
            new { sent, failed = failed.Select(row => row.Id).ToArray(), errors = failures.Where(error => error is not null).ToArray() },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);

        metrics.Relayed(sent.Length, failed.Length);
        if (failed.Length > 0)
            logger.LogWarning("{Count} events were not taken by the broker and wait: {Reason}", failed.Length, failures.First(error => error is not null));
        return rows.Count;
    }

    /// <summary>Returns null when the broker has confirmed, otherwise why not.</summary>
    private async Task<string?> TrySendAsync(Row row, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(_confirmation);
        try
        {
            await SendAsync(row, timeout.Token);
            return null;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private async Task SendAsync(Row row, CancellationToken ct)
    {
        var type = _types.GetOrAdd(row.Type, name => Type.GetType(name, throwOnError: true)!);
        var message = JsonSerializer.Deserialize(row.Body, type, HallJson.Options)!;

        // Traced again, and as a part of the trace the event was published in.
        using var traced = SuppressInstrumentationScope.Begin(value: false);
        Activity.Current = null;
        using var activity = ActivityContext.TryParse(row.TraceParent, row.TraceState, isRemote: false, out var parent)
            ? _activities.StartActivity($"relay {type.Name}", ActivityKind.Internal, parent)
            : null;
        await bus.Publish(message, type, Pipe.Execute<PublishContext>(context =>
        {
            context.MessageId = row.MessageId;
            // Without a queue to take it the broker gives the event back, instead of dropping it and confirming.
            context.Mandatory = true;
        }), ct);
    }

    private sealed record Row(long Id, Guid MessageId, string Type, string Body, string? TraceParent, string? TraceState, int Attempts);
}
