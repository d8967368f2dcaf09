using System.Globalization;

namespace Wenden.Bench;

/// <summary>Times of many requests.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];
    private readonly Lock _lock = new();

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time)
    {
        lock (_lock)
            _milliseconds.Add(time.TotalMilliseconds);
    }

    /// <summary>What this share of them stayed below, in milliseconds; 0 where there are none.</summary>
    public double At(double share)
    {
        lock (_lock)
        {
            if (_milliseconds.Count == 0)
                return 0;
            _milliseconds.Sort();
            return _milliseconds[(int)(share * (_milliseconds.Count - 1))];
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5),6:F1}  p95 {At(0.95),6:F1}  p99 {At(0.99),6:F1} ms");
}
