namespace Wenden.Simulation;

/// <summary>The hall's clock, so many times as fast as the real one.</summary>
internal sealed class FastClock(DateTimeOffset asOf, double speed)
{
    public DateTimeOffset Since { get; } = TimeProvider.System.GetUtcNow();

    public DateTimeOffset Now => asOf + ((TimeProvider.System.GetUtcNow() - Since) * speed);

    /// <summary>The time of the day.</summary>
    public TimeSpan Time => Now - asOf.Date.ToHall();

    public Task WaitAsync(TimeSpan time) => time <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(time / speed);

    public Task WaitUntilAsync(TimeSpan timeOfDay) => WaitAsync(timeOfDay - Time);
}

internal static class HallTimes
{
    public static DateTimeOffset ToHall(this DateTime day) => new(day, Contracts.Hall.Offset);
}
