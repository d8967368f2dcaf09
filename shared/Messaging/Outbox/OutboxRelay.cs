using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wenden.Messaging.Outbox;

/// <summary>
/// Sends what is in the outbox and takes a row out once the broker has confirmed it. Any number of relays may run at once: each locks the rows
/// it works on and passes over the others'. A relay that dies between confirmation and commit sends its rows again; the inbox drops them.
/// </summary>
internal sealed class OutboxRelay(UnitsOfWork units, HallTopology topology, OutboxMetrics metrics, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _confirmation = TimeSpan.FromSeconds(15);
    private readonly HashSet<string> _declared = [];
    private IChannel? _channel;

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
        while (true)
        {
            var sent = 0;
            int batch;
            do
            {
                batch = await RelayBatchAsync(await topology.ChannelAsync(ct), ct);
                sent += batch;
            }
            while (batch == BatchSize);

            await metrics.SampleAsync(ct);
            // Commits come in bursts, and one look at the outbox serves many. The first event after a silence has not waited for this.
            if (sent > 0)
                await Task.Delay(_gathering, ct);
            await units.WaitForEventsAsync(_poll, ct);
        }
    }

    /// <summary>Sends up to <see cref="BatchSize"/> rows; returns how many were due.</summary>
    private async Task<int> RelayBatchAsync(IChannel channel, CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var connection = await units.Database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = (await connection.QueryAsync<OutboxRow>(new CommandDefinition(
            """
            select id, message_id, type, body::text as body, trace_parent, trace_state
              from outbox
             where next_attempt_at <= now()
             order by next_attempt_at, id
             limit @BatchSize
               for update skip locked
            """, new { BatchSize }, cancellationToken: ct))).AsList();
        if (rows.Count == 0)
            return 0;

        await DeclareAsync(channel, rows, ct);
        var failures = await Task.WhenAll(rows.Select(row => TrySendAsync(channel, row, ct)));
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

    /// <summary>Makes sure that the exchanges exist: publishing to one that does not would close the channel under everybody else.</summary>
    private async Task DeclareAsync(IChannel channel, IEnumerable<OutboxRow> rows, CancellationToken ct)
    {
        if (_channel != channel)
            _declared.Clear();
        _channel = channel;
        foreach (var exchange in rows.Select(row => row.Exchange).Where(exchange => !_declared.Contains(exchange)).ToHashSet())
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: ct);
            _declared.Add(exchange);
        }
    }

    /// <summary>Returns null when the broker has confirmed, otherwise why not.</summary>
    private static async Task<string?> TrySendAsync(IChannel channel, OutboxRow row, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(_confirmation);
        try
        {
            await row.SendAsync(channel, timeout.Token);
            return null;
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            return "No queue is bound that would take it.";
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
