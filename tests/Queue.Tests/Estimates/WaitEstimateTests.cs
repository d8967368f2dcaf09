using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Estimates;

public sealed class WaitEstimateTests(QueueHall hall)
{
    [Theory]
    [InlineData(30, 3, 10)]
    [InlineData(30, 0, 30)]
    [InlineData(0, 5, 0)]
    public void Work_is_shared_by_the_windows(double work, int windows, double expected) => WaitEstimate.Expected(work, windows).ShouldBe(expected);

    [Theory]
    [InlineData(10, 0.5, 1.5, 2, 18)]
    [InlineData(0, 0.5, 1, 0, 1)]
    [InlineData(20, 1, 1, 20, 20)]
    public void A_range_holds_what_waits_were_lately(double expected, double low, double high, int from, int to) =>
        WaitEstimate.Range(expected, low, high).ShouldBe((from, to));

    [Fact]
    public async Task A_longer_line_promises_a_longer_wait_and_more_windows_a_shorter_one()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2019, 10, 21, 9, 0, 0, Contracts.Hall.Offset));
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync(windows: 4, rules: new SiteRules { ServiceMinutes = 10 });
        (await Caller.Teller(replica, site, "t1").TryOpenAsync(1)).EnsureSuccessStatusCode();

        var first = await SlipAsync(replica, site);
        for (var i = 0; i < 4; i++)
            await SlipAsync(replica, site);
        var sixth = await SlipAsync(replica, site);
        for (var window = 2; window <= 4; window++)
            (await Caller.Teller(replica, site, $"t{window}").TryOpenAsync(window)).EnsureSuccessStatusCode();
        clock.Advance(TimeSpan.FromSeconds(10));
        var withFour = await SlipAsync(replica, site);

        (first.Ahead, first.FromMinutes).ShouldBe((0, 0));
        (sixth.Ahead, sixth.FromMinutes, sixth.ToMinutes).ShouldBe((5, 28, 83));
        (withFour.Ahead, withFour.FromMinutes, withFour.ToMinutes).ShouldBe((6, 7, 27));
    }

    private static async Task<Slip> SlipAsync(Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> replica, string site)
    {
        using var response = await Caller.Kiosk(replica, site).TryIssueAsync();
        return await response.ReadAsync<Slip>();
    }
}
