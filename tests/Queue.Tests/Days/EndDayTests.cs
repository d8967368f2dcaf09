using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Messaging;
using Wenden.Queue.Days;

namespace Wenden.Queue.Tests.Days;

public sealed class EndDayTests(QueueHall hall)
{
    [Fact]
    public async Task What_the_day_left_open_is_put_away_once()
    {
        // A year of its own, as the end of a day ends all days before it.
        var clock = new FakeTimeProvider(new DateTimeOffset(2001, 3, 5, 16, 0, 0, Contracts.Hall.Offset));
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync();
        var kiosk = Caller.Kiosk(replica, site);
        var served = await kiosk.IssueAsync();
        var waiting = await kiosk.IssueAsync();
        await Caller.Teller(replica, site).CallAsync(1);
        var endings = Enumerable.Range(0, 4).Select(_ => new EndDay(replica.Services.GetRequiredService<UnitsOfWork>(), clock, NullLogger<EndDay>.Instance)).ToArray();

        await Task.WhenAll(endings.Select(ending => ending.RunAsync(CancellationToken.None)));
        (await StateAsync(replica, site, waiting)).ShouldBe("waiting", "the day is not over");
        clock.Advance(TimeSpan.FromHours(9));
        await Task.WhenAll(endings.Select(ending => ending.RunAsync(CancellationToken.None)));
        await endings[0].RunAsync(CancellationToken.None);

        (await StateAsync(replica, site, served)).ShouldBe("abandoned");
        (await StateAsync(replica, site, waiting)).ShouldBe("abandoned");
        (await hall.EventsAsync("TicketFinished", waiting.TicketId)).ShouldBe(1);
        (await hall.ScalarAsync<string>("select state from windows where site = @site and number = 1", new { site })).ShouldBe("closed");
        (await Caller.Teller(replica, site, "t2").TryOpenAsync(1)).EnsureSuccessStatusCode();
    }

    private static async Task<string> StateAsync(Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> replica, string site, Ticket ticket) =>
        (await (await Caller.Kiosk(replica, site).GetAsync($"/sites/{site}/tickets/{ticket.TicketId}")).ReadAsync<Ticket>()).State;
}
