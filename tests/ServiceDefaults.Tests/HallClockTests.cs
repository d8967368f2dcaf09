using Microsoft.Extensions.Configuration;
using Wenden.Contracts;

namespace Wenden.ServiceDefaults.Tests;

public sealed class HallClockTests
{
    private static readonly DateTimeOffset _asOf = new(2019, 10, 21, 8, 30, 0, Hall.Offset);

    [Fact]
    public void Starts_at_the_given_instant_and_runs_on()
    {
        var real = new SteppedClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = new HallClock(real, _asOf, real.GetUtcNow());

        real.Now += TimeSpan.FromMinutes(14);

        clock.HallNow().ShouldBe(_asOf.AddMinutes(14));
        clock.HallDay().ShouldBe(new DateOnly(2019, 10, 21));
    }

    [Fact]
    public void A_replica_that_starts_later_shows_the_same_time()
    {
        var since = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2);

        var clock = HallClock.From(Configuration(("Wenden:AsOf", _asOf.ToString("O")), ("Wenden:AsOfSince", since.ToString("O"))));

        clock.HallNow().ShouldBe(_asOf.AddHours(2), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Without_configuration_it_is_the_systems_clock() => HallClock.From(Configuration()).ShouldBeSameAs(TimeProvider.System);

    [Fact]
    public void The_hall_day_begins_at_midnight_in_Shanghai()
    {
        Hall.DayOf(new DateTimeOffset(2019, 10, 20, 15, 59, 59, TimeSpan.Zero)).ShouldBe(new DateOnly(2019, 10, 20));
        Hall.DayOf(new DateTimeOffset(2019, 10, 20, 16, 0, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2019, 10, 21));
    }

    private static IConfiguration Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))).Build();

    private sealed class SteppedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
