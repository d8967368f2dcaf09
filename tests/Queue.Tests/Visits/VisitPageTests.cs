using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Visits;

/// <summary>What visitors see and do with the link on their slip.</summary>
public sealed class VisitPageTests(QueueHall hall) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2019, 10, 21, 9, 0, 0, Contracts.Hall.Offset));
    private WebApplicationFactory<Program> _replica = null!;
    private HttpClient _phone = null!;

    public ValueTask InitializeAsync()
    {
        _replica = hall.Replica(_clock);
        _phone = Caller.Client(_replica, header: null);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_link_shows_the_place_in_the_line_and_then_the_window()
    {
        var site = await hall.OpenSiteAsync();
        await IssueAsync(site);
        var slip = await IssueAsync(site);

        var waiting = await ReadAsync(slip.Link);
        var teller = Caller.Teller(_replica, site);
        (await teller.StepAsync((await teller.CallAsync(2)).TicketId, "finish")).EnsureSuccessStatusCode();
        await teller.CallAsync(2);
        var called = await ReadAsync(slip.Link);

        (waiting.Number, waiting.State, waiting.Ahead, waiting.Window).ShouldBe(("A002", "waiting", 1, null));
        waiting.ToMinutes.ShouldBeGreaterThan(waiting.FromMinutes);
        (called.State, called.Window, called.Ahead).ShouldBe(("called", 2, 0));
        slip.Link.Length.ShouldBe(22);
    }

    [Fact]
    public async Task Who_is_late_lets_others_ahead_as_often_as_the_rules_allow()
    {
        var site = await hall.OpenSiteAsync(rules: new SiteRules { LateMinutes = 10, LateTimes = 2 });
        var slip = await IssueAsync(site);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await IssueAsync(site);

        var late = await PostAsync(slip.Link, "late");
        var twice = await PostAsync(slip.Link, "late");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await PostAsync(slip.Link, "late");
        var lastTwice = await PostAsync(slip.Link, "late");
        _clock.Advance(TimeSpan.FromMinutes(2));
        using var refused = await _phone.PostAsync(new Uri($"/visits/{slip.Link}/late", UriKind.Relative), null);

        (late.Ahead, late.CanBeLate).ShouldBe((1, true));
        twice.CanBeLate.ShouldBeTrue("sent twice within a minute it is one delay");
        lastTwice.CanBeLate.ShouldBeFalse("and the last one, too, is answered in peace");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "visit.late-too-often");
    }

    [Fact]
    public async Task Who_leaves_is_not_called()
    {
        var site = await hall.OpenSiteAsync();
        var slip = await IssueAsync(site);

        (await PostAsync(slip.Link, "leave")).State.ShouldBe("cancelled");
        (await PostAsync(slip.Link, "leave")).State.ShouldBe("cancelled");

        (await Caller.Teller(_replica, site).TryCallAsync(1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Who_was_missed_comes_back_by_the_link()
    {
        var site = await hall.OpenSiteAsync();
        var slip = await IssueAsync(site);
        var teller = Caller.Teller(_replica, site);
        await teller.CallAsync(1);
        (await teller.StepAsync(slip.Ticket.TicketId, "miss")).EnsureSuccessStatusCode();

        var missed = await ReadAsync(slip.Link);
        var back = await PostAsync(slip.Link, "return");

        (missed.State, missed.CanReturn).ShouldBe(("missed", true));
        (back.State, back.CanReturn).ShouldBe(("waiting", false));
    }

    [Fact]
    public async Task A_visitor_at_a_window_cannot_leave_by_the_link()
    {
        var site = await hall.OpenSiteAsync();
        var slip = await IssueAsync(site);
        await Caller.Teller(_replica, site).CallAsync(1);

        using var response = await _phone.PostAsync(new Uri($"/visits/{slip.Link}/leave", UriKind.Relative), null);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.other-teller");
        problem.TryGetProperty("ticket", out _).ShouldBeFalse("who the teller is concerns no visitor");
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    public async Task A_link_that_is_none_shows_nothing(string link)
    {
        using var read = await _phone.GetAsync(new Uri($"/visits/{link}", UriKind.Relative));
        using var leave = await _phone.PostAsync(new Uri($"/visits/{link}/leave", UriKind.Relative), null);

        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        leave.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<Slip> IssueAsync(string site)
    {
        using var response = await Caller.Kiosk(_replica, site).TryIssueAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        return await response.ReadAsync<Slip>();
    }

    private async Task<Visit> ReadAsync(string link)
    {
        using var response = await _phone.GetAsync(new Uri($"/visits/{link}", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.ReadAsync<Visit>();
    }

    private async Task<Visit> PostAsync(string link, string step)
    {
        using var response = await _phone.PostAsync(new Uri($"/visits/{link}/{step}", UriKind.Relative), null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<Visit>();
    }

    public ValueTask DisposeAsync()
    {
        _phone.Dispose();
        return _replica.DisposeAsync();
    }
}
