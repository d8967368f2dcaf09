using System.Net;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Windows;

public sealed class WindowTests(QueueHall hall)
{
    [Fact]
    public async Task Of_two_tellers_at_once_one_has_the_window()
    {
        for (var round = 0; round < 20; round++)
        {
            var site = await hall.OpenSiteAsync();
            var tellers = new[] { Caller.Teller(hall.First, site, "t1"), Caller.Teller(hall.Second, site, "t2") };

            var responses = await Task.WhenAll(tellers.Select(teller => teller.TryOpenAsync(1)));

            var won = await responses.Single(response => response.IsSuccessStatusCode).ReadAsync<Window>();
            var lost = await responses.Single(response => !response.IsSuccessStatusCode).ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.taken");
            lost.GetProperty("window").GetProperty("teller").GetString().ShouldBe(won.Teller);
        }
    }

    [Fact]
    public async Task A_teller_cannot_open_two_windows_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var site = await hall.OpenSiteAsync();
            var pages = new[] { Caller.Teller(hall.First, site), Caller.Teller(hall.Second, site) };

            var responses = await Task.WhenAll(pages.Select((page, i) => page.TryOpenAsync(i + 1)));

            responses.Count(response => response.IsSuccessStatusCode).ShouldBe(1);
            await responses.Single(response => !response.IsSuccessStatusCode).ShouldBeProblemAsync(HttpStatusCode.Conflict, "teller.at-window");
        }
    }

    [Fact]
    public async Task A_second_page_takes_the_window_over()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        var old = await (await teller.TryOpenAsync(1)).ReadAsync<Window>();
        var present = await (await teller.TryOpenAsync(1)).ReadAsync<Window>();

        using var stale = await teller.PostAsync($"/sites/{site}/windows/1/call-next", $$"""{"claim":"{{old.Claim}}"}""");
        using var fresh = await teller.PostAsync($"/sites/{site}/windows/1/call-next", $$"""{"claim":"{{present.Claim}}"}""");

        var problem = await stale.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.claimed-elsewhere");
        problem.GetProperty("window").GetProperty("state").GetString().ShouldBe("open");
        fresh.StatusCode.ShouldBe(HttpStatusCode.OK);
        present.OpenedAt.ShouldBe(old.OpenedAt);
    }

    [Fact]
    public async Task A_paused_window_calls_nobody_until_it_goes_on()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        (await teller.TryOpenAsync(1)).EnsureSuccessStatusCode();

        var paused = await (await teller.PostAsync($"/sites/{site}/windows/1/pause", """{"reason":"午饭"}""")).ReadAsync<Window>();
        using var refused = await teller.PostAsync($"/sites/{site}/windows/1/call-next");
        (await teller.PostAsync($"/sites/{site}/windows/1/resume")).EnsureSuccessStatusCode();
        using var called = await teller.PostAsync($"/sites/{site}/windows/1/call-next");
        using var busy = await teller.PostAsync($"/sites/{site}/windows/1/pause", """{"reason":"午饭"}""");

        (paused.State, paused.PauseReason).ShouldBe(("paused", "午饭"));
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.paused");
        called.StatusCode.ShouldBe(HttpStatusCode.OK);
        await busy.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.busy");
    }

    [Fact]
    public async Task A_window_closes_when_its_visitor_is_gone()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        var ticket = await teller.CallAsync(1);

        using var busy = await teller.PostAsync($"/sites/{site}/windows/1/close");
        using var stranger = await Caller.Teller(hall.Second, site, "t2").PostAsync($"/sites/{site}/windows/1/close");
        (await teller.StepAsync(ticket.TicketId, "finish")).EnsureSuccessStatusCode();
        var closed = await (await teller.PostAsync($"/sites/{site}/windows/1/close")).ReadAsync<Window>();
        (await Caller.Teller(hall.Second, site, "t2").TryOpenAsync(1)).EnsureSuccessStatusCode();

        await busy.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.busy");
        await stranger.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.other-teller");
        (closed.State, closed.Teller).ShouldBe(("closed", null));
    }

    [Fact]
    public async Task The_manager_closes_a_forgotten_window()
    {
        var site = await hall.OpenSiteAsync();
        (await Caller.Teller(hall.First, site).TryOpenAsync(1)).EnsureSuccessStatusCode();

        using var closed = await new Caller(hall.Second, Roles.SiteManager, "m1", site).PostAsync($"/sites/{site}/windows/1/close");

        (await closed.ReadAsync<Window>()).State.ShouldBe("closed");
    }

    [Fact]
    public async Task Where_the_site_says_so_the_system_calls_for_a_free_window()
    {
        var site = await hall.OpenSiteAsync(rules: new SiteRules { AutoDispatch = true });
        var ticket = await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        (await teller.TryOpenAsync(1)).EnsureSuccessStatusCode();

        await UntilAsync(async () => (await (await teller.GetAsync($"/sites/{site}/tickets/{ticket.TicketId}")).ReadAsync<Ticket>()).State == "called");

        (await hall.EventsAsync("TicketCalled", ticket.TicketId)).ShouldBe(1);
        (await hall.ScalarAsync<long>("select count(*) from announcements where site = @site", new { site })).ShouldBe(1);
    }

    [Fact]
    public async Task The_overview_shows_windows_lines_and_open_tickets()
    {
        var site = await hall.OpenSiteAsync(windows: 2);
        for (var i = 0; i < 3; i++)
            await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Teller(hall.First, site).CallAsync(2);
        var manager = new Caller(hall.Second, Roles.SiteManager, "m1", site);
        (await manager.PutAsync($"/sites/{site}/message", """{"text":"三号窗口暂停"}""")).EnsureSuccessStatusCode();

        var overview = await (await manager.GetAsync($"/sites/{site}/overview")).ReadAsync<SiteOverview>();

        overview.Message.ShouldBe("三号窗口暂停");
        overview.Zones.ShouldHaveSingleItem().Waiting.ShouldBe(2);
        overview.Windows.Select(window => (window.Number, window.State, window.Teller)).ShouldBe([(1, "closed", null), (2, "open", "t1")]);
        overview.Windows.ShouldAllBe(window => window.Claim == null);
        overview.Tickets.Select(ticket => (ticket.Number, ticket.State)).ShouldBe([("A001", "called"), ("A002", "waiting"), ("A003", "waiting")]);
    }

    internal static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(50, patience.Token);
    }
}
