namespace Wenden.Contracts;

/// <summary>The services of the hall, and the day they all count by.</summary>
public static class Hall
{
    /// <summary>Every service that publishes or takes events, by its resource name.</summary>
    public static readonly IReadOnlyList<string> Services = ["registry", "queue", "intake", "forms", "subsidy", "certification"];

    /// <summary>China Standard Time. One offset all year since 1991, so no time-zone data is needed on the machine.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The hall's calendar day at <paramref name="instant"/>.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The hall's calendar day now.</summary>
    public static DateOnly HallDay(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>The present instant, written with the hall's offset.</summary>
    public static DateTimeOffset HallNow(this TimeProvider clock) => clock.GetUtcNow().ToOffset(Offset);
}
