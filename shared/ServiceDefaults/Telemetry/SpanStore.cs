using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using OpenTelemetry;
using Wenden.ServiceDefaults.Data;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>
/// Writes finished spans to <c>telemetrydb</c> by binary COPY, so that traces can be read on a machine with nothing else installed.
/// Never holds up the service: where the database is slow or away, spans are dropped and counted (<c>wenden.telemetry.spans.dropped</c>).
/// </summary>
internal sealed class SpanStore : BaseProcessor<Activity>
{
    private const int Capacity = 20_000;
    private const int BatchSize = 1_000;
    private static readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);
    private static readonly Meter _meter = new("Wenden.Telemetry");
    private static readonly Counter<long> _written = _meter.CreateCounter<long>("wenden.telemetry.spans.written");
    private static readonly Counter<long> _dropped = _meter.CreateCounter<long>("wenden.telemetry.spans.dropped");

    // Finished, so that nobody changes them any more; made into rows here, where no caller waits for it.
    private readonly Channel<Activity> _waiting = Channel.CreateBounded<Activity>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }, _ => _dropped.Add(1));

    private readonly string _service;
    private readonly string _connectionString;
    private readonly ILogger<SpanStore> _logger;
    private readonly NpgsqlDataSource _database;
    private readonly Task _writing;
    private bool _migrated;

    public SpanStore(string connectionString, string service, ILogger<SpanStore> logger)
    {
        _service = service;
        _logger = logger;
        _connectionString = connectionString;
        // No logger factory: what the store does is not itself logged or traced.
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 2 });
        _writing = Task.Run(WriteAsync);
    }

    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
            _waiting.Writer.TryWrite(data);
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _waiting.Writer.TryComplete();
        return _writing.Wait(timeoutMilliseconds);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _database.Dispose();
        base.Dispose(disposing);
    }

    private async Task WriteAsync()
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        var batch = new List<Activity>(BatchSize);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            if (_waiting.Reader.Count < BatchSize)
                await Task.WhenAny(Task.Delay(_gathering), _waiting.Reader.Completion);
            while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var span))
                batch.Add(span);

            await TryWriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task TryWriteAsync(List<Activity> batch)
    {
        try
        {
            using var timeout = new CancellationTokenSource(_timeout);
            if (!_migrated)
                await Migrations.ApplyAsync(_connectionString, typeof(SpanStore).Assembly, timeout.Token);
            _migrated = true;
            await CopyAsync(batch, timeout.Token);
            _written.Add(batch.Count);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or IOException or InvalidOperationException)
        {
            _dropped.Add(batch.Count);
            _logger.LogDebug(exception, "{Count} spans dropped", batch.Count);
        }
    }

    private async Task CopyAsync(List<Activity> batch, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy spans (trace_id, span_id, parent_span_id, service, name, kind, started_at, duration, status, attributes, events)
            from stdin (format binary)
            """, ct);
        foreach (var row in batch.Select(SpanRow.Of))
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.TraceId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.SpanId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.ParentSpanId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(_service, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Name, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Kind, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.StartedAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Duration, NpgsqlDbType.Interval, ct);
            await copy.WriteAsync(row.Status, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Attributes, NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(row.Events, NpgsqlDbType.Jsonb, ct);
        }

        await copy.CompleteAsync(ct);
    }
}
