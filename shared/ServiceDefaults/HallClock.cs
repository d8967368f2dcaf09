using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Wenden.ServiceDefaults;

/// <summary>
/// The clock of a sample hall: shows <c>Wenden:AsOf</c> at the real instant <c>Wenden:AsOfSince</c> and runs on at normal speed, or
/// <c>Wenden:Speed</c> times as fast. Replicas and restarted services are given the same <c>AsOfSince</c> and so agree on the time; without it the clock
/// starts with the process. Timers run at normal speed all the same.
/// </summary>
public sealed class HallClock(TimeProvider real, DateTimeOffset asOf, DateTimeOffset since, double speed = 1) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => asOf.ToUniversalTime() + ((real.GetUtcNow() - since) * speed);

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
        return new HallClock(
            System, asOf, Instant(configuration["Wenden:AsOfSince"]) ?? System.GetUtcNow(), configuration.GetValue("Wenden:Speed", 1.0));
    }

    private static DateTimeOffset? Instant(string? text) =>
        string.IsNullOrEmpty(text) ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
