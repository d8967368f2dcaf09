using System.Diagnostics;
using System.Diagnostics.Metrics;
using Dapper;
using Npgsql;
using OpenTelemetry;

namespace Wenden.Messaging.Outbox;

/// <summary>Depth of the outbox in rows, age of its oldest row in seconds, and how many events were relayed or refused by the broker.</summary>
internal sealed class OutboxMetrics : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private readonly Meter _meter = new("Wenden.Messaging");
    private readonly Counter<long> _relayed;
    private readonly Counter<long> _refused;
    private readonly NpgsqlDataSource _database;
    private Sample _last = new(0, 0);
    private long _sampledAt;

    public OutboxMetrics(NpgsqlDataSource database)
    {
        _database = database;
        _relayed = _meter.CreateCounter<long>("wenden.outbox.relayed");
        _refused = _meter.CreateCounter<long>("wenden.outbox.refused");
        _meter.CreateObservableGauge("wenden.outbox.depth", () => _last.Depth);
        _meter.CreateObservableGauge("wenden.outbox.age", () => _last.Age, "s");
    }

    public void Relayed(int sent, int failed)
    {
        _relayed.Add(sent);
        _refused.Add(failed);
    }

    /// <summary>Looks at the outbox anew, at most every five seconds.</summary>
    public async Task SampleAsync(CancellationToken ct)
    {
        if (_sampledAt != 0 && Stopwatch.GetElapsedTime(_sampledAt) < _interval)
            return;
        _sampledAt = Stopwatch.GetTimestamp();
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var connection = await _database.OpenConnectionAsync(ct);
        _last = await connection.QuerySingleAsync<Sample>(new CommandDefinition(
            "select count(*) as depth, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as age from outbox", cancellationToken: ct));
    }

    public void Dispose() => _meter.Dispose();

    private sealed record Sample(long Depth, double Age);
}
