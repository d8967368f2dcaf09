using System.Collections.Concurrent;

namespace Wenden.Queue;

internal static class Lookups
{
    /// <summary>The connections that lookups are made on.</summary>
    public const string Pool = "lookups";
}

/// <summary>What was read from the database, by key, for three seconds of the hall's time. One caller reads, for all who ask meanwhile.</summary>
internal sealed class Lookup<TKey, TValue>(TimeProvider clock, Func<TKey, Task<TValue>> read)
    where TKey : notnull
{
    private static readonly TimeSpan _trust = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<TKey, Reading> _readings = new();

    /// <summary>What is known under the key. Who gives up waiting does not take it from the others.</summary>
    public Task<TValue> FindAsync(TKey key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!_readings.TryGetValue(key, out var reading) || !reading.Serves(now))
        {
            foreach (var old in _readings.Where(old => !old.Value.Serves(now)))
                _readings.TryRemove(old);
            reading = _readings.GetOrAdd(key, new Reading(now, new Lazy<Task<TValue>>(() => read(key))));
        }

        return reading.Value.Value.WaitAsync(ct);
    }

    private sealed record Reading(DateTimeOffset At, Lazy<Task<TValue>> Value)
    {
        public bool Serves(DateTimeOffset now) => (now - At).Duration() < _trust && !(Value.IsValueCreated && Value.Value.IsFaulted);
    }
}
