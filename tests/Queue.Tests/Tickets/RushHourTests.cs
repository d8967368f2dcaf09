using System.Diagnostics;
using System.Net;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Tickets;

public sealed class RushHourTests(QueueHall hall)
{
    private const int Tellers = 200;
    private const int Visitors = 2_000;

    [Fact]
    public async Task Two_hundred_tellers_call_2000_tickets_once_each()
    {
        var site = await hall.OpenSiteAsync(Tellers);
        await FillAsync(site);

        var calls = await Task.WhenAll(Enumerable.Range(1, Tellers).Select(window => ServeUntilEmptyAsync(site, window)));

        var called = calls.SelectMany(call => call).ToArray();
        called.Select(call => call.Ticket.TicketId).Distinct().Count().ShouldBe(Visitors);
        called.Length.ShouldBe(Visitors);
        (await OverlapsAsync(site)).ShouldBe(0, "no window has two visitors");
        OvertakenBy(called).ShouldBeNull("who came first is called first");
        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site and state <> 'finished'", new { site })).ShouldBe(0);
        (await EventsAsync(site, "TicketCalled")).ShouldBe(Visitors);
        (await EventsAsync(site, "TicketFinished")).ShouldBe(Visitors);
    }

    [Fact]
    public async Task More_kiosks_than_connections_wait_their_turn()
    {
        var sites = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => hall.OpenSiteAsync()));
        await using var replica = hall.Replica("Maximum Pool Size=2;Timeout=30");

        // Each kiosk is the first of its site to ask for what the site's rules are, with a connection in its hand.
        var tickets = await Task.WhenAll(sites.SelectMany(site => Enumerable.Range(0, 3).Select(_ => Caller.Kiosk(replica, site).IssueAsync())));

        tickets.Count(ticket => ticket.Number == "A003").ShouldBe(sites.Length);
    }

    private Task<object> FillAsync(string site) => hall.ScalarAsync<object>(
        """
        insert into tickets (site, ticket_id, day, zone, series, sequence, number, items, issued_at, arrived_at, turn_at, changed_at)
        select @site, gen_random_uuid(), @day, 'comprehensive', 'A', n, 'A' || lpad(n::text, 4, '0'), '{subsidy-4050}', at, at, at, at
          from generate_series(1, @Visitors) as n, lateral (select @now - (@Visitors - n) * interval '1 millisecond') as arrival (at)
        """, new { site, Visitors, day = Contracts.Hall.DayOf(TimeProvider.System.GetUtcNow()), now = TimeProvider.System.GetUtcNow().UtcDateTime });

    private async Task<List<Call>> ServeUntilEmptyAsync(string site, int window)
    {
        var teller = Caller.Teller(window % 2 == 0 ? hall.First : hall.Second, site, $"t{window}");
        List<Call> calls = [];
        while (true)
        {
            var sent = Stopwatch.GetTimestamp();
            using var response = await teller.TryCallAsync(window);
            if (response.StatusCode == HttpStatusCode.NoContent)
                return calls;
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var ticket = await response.ReadAsync<Ticket>();
            calls.Add(new Call(ticket, sent, Stopwatch.GetTimestamp()));
            (await teller.StepAsync(ticket.TicketId, "finish")).EnsureSuccessStatusCode();
        }
    }

    /// <summary>A call that was answered before another was sent must have the lower number.</summary>
    private static string? OvertakenBy(Call[] calls)
    {
        var answered = calls.OrderBy(call => call.Answered).ToArray();
        var highest = "";
        var next = 0;
        foreach (var call in calls.OrderBy(call => call.Sent))
        {
            for (; answered[next].Answered < call.Sent; next++)
                highest = string.CompareOrdinal(answered[next].Ticket.Number, highest) > 0 ? answered[next].Ticket.Number : highest;
            if (string.CompareOrdinal(call.Ticket.Number, highest) < 0)
                return $"{call.Ticket.Number} was called after {highest}";
        }

        return null;
    }

    private Task<long> OverlapsAsync(string site) => hall.ScalarAsync<long>(
        """
        select count(*)
          from tickets as one
          join tickets as other on other.site = one.site and other."window" = one."window" and other.ticket_id <> one.ticket_id
         where one.site = @site and one.called_at < other.finished_at and other.called_at < one.finished_at
        """, new { site });

    private Task<long> EventsAsync(string site, string type) => hall.ScalarAsync<long>(
        """
        select count(*)
          from (select type, body from outbox union all select type, body from outbox_sent) as events
         where type like '%.' || @type || ',%' and body ->> 'site' = @site
        """, new { site, type });

    private sealed record Call(Ticket Ticket, long Sent, long Answered);
}
