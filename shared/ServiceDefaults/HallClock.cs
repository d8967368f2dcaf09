using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Wenden.ServiceDefaults;

/// <summary>
/// The clock of a sample hall: shows <c>Wenden:AsOf</c> at the real instant <c>Wenden:AsOfSince</c> and runs on at normal speed.
/// Replicas and restarted services are given the same <c>AsOfSince</c> and so agree on the time; without it the clock starts with the process.
/// </summary>
public sealed class HallClock(TimeProvider real, DateTimeOffset asOf, DateTimeOffset since) : TimeProvider
{
    private readonly TimeSpan _shift = asOf - since;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + _shift;

    /// <inheritdoc />
    public override long GetTimestamp() => real.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);

    /// <summary>The system's clock, or a shifted one where the configuration asks for it.</summary>
    /// <exception cref="FormatException">A configured instant is not ISO 8601 with an offset.</exception>
    public static TimeProvider From(IConfiguration configuration)
    {
        if (Instant(configuration["Wenden:AsOf"]) is not { } asOf)
            return System;
        return new HallClock(System, asOf, Instant(configuration["Wenden:AsOfSince"]) ?? System.GetUtcNow());
    }

    private static DateTimeOffset? Instant(string? text) =>
        string.IsNullOrEmpty(text) ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
