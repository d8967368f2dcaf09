using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Queue.Leases;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;
using Wenden.ServiceDefaults;

namespace Wenden.Queue.Tests.Leases;

/// <summary>Numbers that kiosks give out while the queue cannot be reached.</summary>
public sealed class LeaseTests(QueueHall hall)
{
    private static readonly DateTimeOffset _start = new(2019, 10, 21, 9, 0, 0, Contracts.Hall.Offset);

    [Fact]
    public async Task Twenty_kiosks_at_once_get_blocks_that_do_not_touch()
    {
        var site = await hall.OpenSiteAsync(rules: new SiteRules { LeaseSize = 7 });

        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => LeaseAsync(Caller.Kiosk(i % 2 == 0 ? hall.First : hall.Second, site, $"k{i}"), site)));

        leases.OrderBy(lease => lease.First).Select(lease => (lease.First, lease.Last)).ShouldBe(Enumerable.Range(0, 20).Select(i => ((i * 7) + 1, (i + 1) * 7)));
        leases.ShouldAllBe(lease => lease.Series == "K");
        (await Caller.Kiosk(hall.First, site).IssueAsync()).Number.ShouldBe("A001", "the zone's own numbers stay dense");
    }

    [Fact]
    public async Task Handed_in_twice_on_both_replicas_each_ticket_is_there_once()
    {
        var site = await hall.OpenSiteAsync();
        var lease = await LeaseAsync(Caller.Kiosk(hall.First, site), site);
        var tickets = Enumerable.Range(0, 5).Select(i => Taken(lease, lease.First + i, lease.GrantedAt)).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => HandInAsync(Caller.Kiosk(i % 2 == 0 ? hall.First : hall.Second, site), site, lease, tickets)));

        answers.SelectMany(answer => answer).Count(result => result.Result == "taken").ShouldBe(5);
        answers.SelectMany(answer => answer).Count(result => result.Result == "already").ShouldBe(25);
        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site and is_offline", new { site })).ShouldBe(5);
        foreach (var ticket in tickets)
            (await hall.EventsAsync("TicketIssued", ticket.TicketId)).ShouldBe(1);
    }

    [Fact]
    public async Task They_stand_in_the_line_by_the_time_they_were_taken()
    {
        var clock = new FakeTimeProvider(_start);
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync();
        var (one, two) = (Caller.Kiosk(replica, site, "k1"), Caller.Kiosk(replica, site, "k2"));
        var (first, second) = (await LeaseAsync(one, site), await LeaseAsync(two, site));
        var online = await one.IssueAsync();
        clock.Advance(TimeSpan.FromMinutes(10));
        var back = await one.IssueAsync();

        await HandInAsync(two, site, second, Taken(second, second.First, _start.AddMinutes(3)), Taken(second, second.First + 1, _start.AddMinutes(5)));
        await HandInAsync(one, site, first, Taken(first, first.First, _start.AddMinutes(4)));

        var teller = Caller.Teller(replica, site);
        List<string> order = [];
        for (var i = 0; i < 5; i++)
        {
            var called = await teller.CallAsync(1);
            order.Add(called.Number);
            (await teller.StepAsync(called.TicketId, "finish")).EnsureSuccessStatusCode();
        }

        order.ShouldBe([online.Number, "K041", "K001", "K042", back.Number]);
    }

    [Fact]
    public async Task What_the_lease_does_not_cover_is_refused_and_the_rest_is_taken()
    {
        var clock = new FakeTimeProvider(_start);
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync(rules: new SiteRules { LeaseHours = 2 });
        var kiosk = Caller.Kiosk(replica, site);
        var lease = await LeaseAsync(kiosk, site);
        clock.Advance(TimeSpan.FromHours(3));
        var taken = Taken(lease, lease.First, _start.AddHours(1));

        var results = await HandInAsync(kiosk, site, lease,
            taken,
            Taken(lease, lease.Last + 1, _start.AddHours(1)),
            Taken(lease, lease.First + 1, _start.AddHours(2).AddSeconds(1)),
            Taken(lease, lease.First, _start.AddHours(1)),
            Taken(lease, lease.First + 2, _start.AddHours(1)) with { Items = ["Not A Code"] },
            Taken(lease, lease.First + 3, _start.AddHours(1)) with { Link = "short" });

        results.Select(result => (result.Result, result.Reason)).ShouldBe(
        [
            ("taken", null), ("refused", "outside-lease"), ("refused", "after-end"), ("refused", "number-taken"), ("refused", "malformed"), ("refused", "malformed"),
        ]);
        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site", new { site })).ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_given_back_are_given_out_to_nobody()
    {
        var site = await hall.OpenSiteAsync(rules: new SiteRules { LeaseSize = 10 });
        var kiosk = Caller.Kiosk(hall.First, site);
        var lease = await LeaseAsync(kiosk, site);
        await HandInAsync(kiosk, site, lease, Taken(lease, 3, lease.GrantedAt));

        using var tooFew = await kiosk.PostAsync($"/sites/{site}/leases/{lease.LeaseId}/return", """{"lastUsed":2}""");
        using var returned = await kiosk.PostAsync($"/sites/{site}/leases/{lease.LeaseId}/return", """{"lastUsed":3}""");
        var late = await HandInAsync(kiosk, site, lease, Taken(lease, 4, lease.GrantedAt));
        var next = await LeaseAsync(kiosk, site);

        await tooFew.ShouldBeProblemAsync(HttpStatusCode.Conflict, "lease.used-further");
        returned.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        late.ShouldHaveSingleItem().Reason.ShouldBe("outside-lease");
        next.First.ShouldBe(11);
    }

    [Fact]
    public async Task Another_kiosk_has_no_say_about_a_lease()
    {
        var site = await hall.OpenSiteAsync();
        var lease = await LeaseAsync(Caller.Kiosk(hall.First, site), site);

        using var response = await Caller.Kiosk(hall.First, site, "k2").PostAsync(
            $"/sites/{site}/leases/{lease.LeaseId}/tickets", Body(Taken(lease, lease.First, lease.GrantedAt)));

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "lease.unknown");
    }

    [Theory]
    [InlineData("2019-10-21T09:00", 10, "2019-10-21T19:00")]
    [InlineData("2019-10-21T20:00", 10, "2019-10-22T00:00")]
    public void A_lease_ends_with_its_day(string now, int hours, string end) =>
        GrantLease.EndOf(At(now), hours).ShouldBe(At(end));

    private static DateTimeOffset At(string time) => new(DateTime.Parse(time, null), Contracts.Hall.Offset);

    private static async Task<Lease> LeaseAsync(Caller kiosk, string site)
    {
        using var response = await kiosk.PostAsync($"/sites/{site}/leases", "{}", Guid.CreateVersion7().ToString());
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<Lease>();
    }

    private static LeasedTicket Taken(Lease lease, int sequence, DateTimeOffset at) => new()
    {
        TicketId = Guid.CreateVersion7(), Sequence = sequence, TakenAt = at, Items = ["a"], Link = Newcomer.FreshLink(),
    };

    private static async Task<IReadOnlyList<LeasedTicketResult>> HandInAsync(Caller kiosk, string site, Lease lease, params LeasedTicket[] tickets)
    {
        using var response = await kiosk.PostAsync($"/sites/{site}/leases/{lease.LeaseId}/tickets", Body(tickets));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.ReadAsync<HandInTickets.Answer>()).Tickets;
    }

    private static string Body(params LeasedTicket[] tickets) => JsonSerializer.Serialize(new HandInTickets.Request { Tickets = tickets }, HallJson.Options);
}
