using System.Net;
using System.Text.Json;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Tickets;

public sealed class CallNextTests(QueueHall hall)
{
    [Fact]
    public async Task The_visitor_who_came_first_is_called()
    {
        var site = await hall.OpenSiteAsync();
        var kiosk = Caller.Kiosk(hall.First, site);
        var first = await kiosk.IssueAsync();
        await kiosk.IssueAsync();

        var called = await Caller.Teller(hall.Second, site, "t7").CallAsync(2);

        called.TicketId.ShouldBe(first.TicketId);
        (called.State, called.Window, called.Teller).ShouldBe(("called", 2, "t7"));
        called.CalledAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(called.IssuedAt);
        (await hall.EventsAsync("TicketCalled", first.TicketId)).ShouldBe(1);
    }

    [Fact]
    public async Task When_nobody_waits_there_is_no_content()
    {
        var site = await hall.OpenSiteAsync();

        using var response = await Caller.Teller(hall.First, site).TryCallAsync(1);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_busy_window_calls_nobody_else()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var active = await Caller.Teller(hall.First, site).CallAsync(1);

        using var again = await Caller.Teller(hall.Second, site).TryCallAsync(1);
        using var colleague = await Caller.Teller(hall.Second, site, "t2").TryCallAsync(1);

        var busy = await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.busy");
        busy.GetProperty("ticket").GetProperty("ticketId").GetGuid().ShouldBe(active.TicketId);
        var taken = await colleague.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.other-teller");
        taken.GetProperty("window").GetProperty("teller").GetString().ShouldBe("t1");
    }

    [Fact]
    public async Task A_teller_serves_at_one_window_only()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var active = await Caller.Teller(hall.First, site).CallAsync(1);

        using var opened = await Caller.Teller(hall.First, site).TryOpenAsync(2);
        using var called = await Caller.Teller(hall.First, site).TryCallAsync(2);

        var problem = await opened.ShouldBeProblemAsync(HttpStatusCode.Conflict, "teller.at-window");
        problem.GetProperty("window").Deserialize<Window>(ServiceDefaults.HallJson.Options)!.TicketId.ShouldBe(active.TicketId);
        await called.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.closed");
    }

    [Fact]
    public async Task Two_pages_of_one_window_at_once_call_one()
    {
        for (var round = 0; round < 20; round++)
        {
            var site = await hall.OpenSiteAsync();
            await Caller.Kiosk(hall.First, site).IssueAsync();
            await Caller.Kiosk(hall.First, site).IssueAsync();
            var pages = new[] { hall.First, hall.Second }.Select(replica => Caller.Teller(replica, site)).ToArray();
            foreach (var page in pages)
                (await page.TryOpenAsync(1)).EnsureSuccessStatusCode();

            var responses = await Task.WhenAll(pages.Select(page => page.TryCallAsync(1)));

            responses.Select(response => response.StatusCode).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict], ignoreOrder: true);
            var won = await responses.Single(response => response.IsSuccessStatusCode).ReadAsync<Ticket>();
            var lost = await responses.Single(response => !response.IsSuccessStatusCode).ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.busy");
            lost.GetProperty("ticket").GetProperty("ticketId").GetGuid().ShouldBe(won.TicketId);
            (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site and state = 'called'", new { site })).ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_loser_of_a_race_gets_the_next_ticket()
    {
        for (var round = 0; round < 20; round++)
        {
            var site = await hall.OpenSiteAsync();
            var waiting = new[] { await Caller.Kiosk(hall.First, site).IssueAsync(), await Caller.Kiosk(hall.First, site).IssueAsync() };

            var called = await Task.WhenAll(
                Caller.Teller(hall.First, site, "t1").CallAsync(1),
                Caller.Teller(hall.Second, site, "t2").CallAsync(2));

            called.Select(ticket => ticket.TicketId).ShouldBe(waiting.Select(ticket => ticket.TicketId), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_window_serves_its_own_zone()
    {
        var site = await hall.OpenSiteAsync(windows: 1);
        await hall.ScalarAsync<object>(
            """
            insert into zones (site, zone, name, series, position) values (@site, 'medical', '医保区', 'B', 1);
            insert into windows (site, number, zones) values (@site, 2, '{medical}') returning 1;
            """, new { site });
        var kiosk = Caller.Kiosk(hall.First, site);
        await kiosk.IssueAsync();
        using var response = await kiosk.PostAsync($"/sites/{site}/tickets", """{"items":["a"],"zone":"medical"}""", Guid.CreateVersion7().ToString());

        var called = await Caller.Teller(hall.First, site).CallAsync(2);

        called.Number.ShouldBe("B001");
        called.TicketId.ShouldBe((await response.ReadAsync<Slip>()).Ticket.TicketId);
    }

    [Fact]
    public async Task A_window_that_is_not_there_is_404()
    {
        var site = await hall.OpenSiteAsync(windows: 3);
        await Caller.Kiosk(hall.First, site).IssueAsync();

        using var response = await Caller.Teller(hall.First, site).TryCallAsync(4);

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "window.unknown");
    }

    [Theory]
    [InlineData("kiosk")]
    [InlineData("board")]
    [InlineData("service")]
    public async Task Only_tellers_call(string role)
    {
        var site = await hall.OpenSiteAsync();

        using var response = await new Caller(hall.First, role, "x", site).TryCallAsync(1);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "http.403");
    }
}
