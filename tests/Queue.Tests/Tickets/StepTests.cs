using System.Net;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Tickets;

/// <summary>What happens to a ticket between its call and its end.</summary>
public sealed class StepTests(QueueHall hall)
{
    [Fact]
    public async Task A_visitor_is_missed_only_after_the_recalls()
    {
        var (site, teller, ticket) = await CallAsync(new SiteRules { Recalls = 2 });

        using var tooEarly = await teller.StepAsync(ticket.TicketId, "miss");
        await teller.StepAsync(ticket.TicketId, "recall");
        var recalled = await (await teller.StepAsync(ticket.TicketId, "recall")).ReadAsync<Ticket>();
        var missed = await (await teller.StepAsync(ticket.TicketId, "miss")).ReadAsync<Ticket>();

        await tooEarly.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.recall-first");
        recalled.Recalls.ShouldBe(2);
        missed.State.ShouldBe("missed");
        missed.ReturnBy.ShouldNotBeNull().ShouldBeGreaterThan(missed.CalledAt!.Value.AddMinutes(29));
        (await hall.ScalarAsync<long>("select count(*) from announcements where site = @site", new { site })).ShouldBe(3);
        (await teller.TryCallAsync(1)).StatusCode.ShouldBe(HttpStatusCode.NoContent, "the window is free");
    }

    [Fact]
    public async Task A_repeated_recall_with_one_key_is_heard_once()
    {
        var (site, teller, ticket) = await CallAsync();
        var key = Guid.CreateVersion7().ToString();

        for (var i = 0; i < 3; i++)
            (await teller.PostAsync($"/sites/{site}/tickets/{ticket.TicketId}/recall", key: key)).EnsureSuccessStatusCode();

        (await hall.ScalarAsync<long>("select count(*) from announcements where site = @site", new { site })).ShouldBe(2);
    }

    [Fact]
    public async Task Who_comes_back_stands_before_all_who_came_later()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync();
        var (kiosk, teller) = (Caller.Kiosk(replica, site), Caller.Teller(replica, site));
        var late = await kiosk.IssueAsync();
        var before = await kiosk.IssueAsync();
        await teller.CallAsync(1);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await teller.StepAsync(late.TicketId, "miss")).EnsureSuccessStatusCode();
        clock.Advance(TimeSpan.FromMinutes(1));
        var after = await kiosk.IssueAsync();

        (await kiosk.StepAsync(late.TicketId, "return")).EnsureSuccessStatusCode();

        (await OrderAsync(teller, 3)).ShouldBe([before.Number, late.Number, after.Number]);
    }

    [Fact]
    public async Task Who_comes_back_too_late_takes_a_new_number()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync(rules: new SiteRules { ReturnMinutes = 10 });
        var ticket = await Caller.Kiosk(replica, site).IssueAsync();
        var teller = Caller.Teller(replica, site);
        await teller.CallAsync(1);
        (await teller.StepAsync(ticket.TicketId, "miss")).EnsureSuccessStatusCode();
        clock.Advance(TimeSpan.FromMinutes(11));

        using var response = await teller.StepAsync(ticket.TicketId, "return");

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.too-late");
    }

    [Fact]
    public async Task A_held_visitor_comes_back_to_the_same_teller()
    {
        var (site, teller, held) = await CallAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        (await teller.StepAsync(held.TicketId, "start")).EnsureSuccessStatusCode();
        (await teller.StepAsync(held.TicketId, "hold", """{"reason":"复印身份证"}""")).EnsureSuccessStatusCode();
        var between = await teller.CallAsync(1);

        using var busy = await teller.StepAsync(held.TicketId, "resume");
        using var other = await Caller.Teller(hall.First, site, "t2").StepAsync(held.TicketId, "resume");
        (await teller.StepAsync(between.TicketId, "finish")).EnsureSuccessStatusCode();
        var resumed = await (await teller.StepAsync(held.TicketId, "resume")).ReadAsync<Ticket>();

        await busy.ShouldBeProblemAsync(HttpStatusCode.Conflict, "window.busy");
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.other-teller");
        (resumed.State, resumed.Number, resumed.Window).ShouldBe(("serving", held.Number, 1));
    }

    [Fact]
    public async Task Items_are_added_and_each_gets_a_result()
    {
        var (_, teller, ticket) = await CallAsync();

        var changed = await (await teller.StepAsync(ticket.TicketId, "items", """{"items":["subsidy-4050","card-new"]}""")).ReadAsync<Ticket>();
        using var foreign = await teller.StepAsync(ticket.TicketId, "finish", """{"results":{"other":"done"}}""");
        using var unheard = await teller.StepAsync(ticket.TicketId, "finish", """{"results":{"card-new":"perhaps"}}""");
        var finished = await (await teller.StepAsync(ticket.TicketId, "finish", """{"results":{"subsidy-4050":"continued"}}""")).ReadAsync<Ticket>();

        changed.Items.ShouldBe(["subsidy-4050", "card-new"]);
        await foreign.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ticket.result-foreign");
        await unheard.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ticket.result");
        finished.Results.ShouldBe(new Dictionary<string, string> { ["subsidy-4050"] = "continued", ["card-new"] = "done" }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_visitor_who_gives_up_is_not_called()
    {
        var site = await hall.OpenSiteAsync();
        var ticket = await Caller.Kiosk(hall.First, site).IssueAsync();

        var cancelled = await (await Caller.Kiosk(hall.Second, site).StepAsync(ticket.TicketId, "cancel")).ReadAsync<Ticket>();
        var again = await (await Caller.Kiosk(hall.First, site).StepAsync(ticket.TicketId, "cancel")).ReadAsync<Ticket>();

        cancelled.State.ShouldBe("cancelled");
        again.FinishedAt.ShouldBe(cancelled.FinishedAt);
        (await Caller.Teller(hall.First, site).TryCallAsync(1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hall.EventsAsync("TicketFinished", ticket.TicketId)).ShouldBe(1);
    }

    [Theory]
    [InlineData("recall", null)]
    [InlineData("miss", null)]
    [InlineData("hold", """{"reason":"x"}""")]
    [InlineData("resume", null)]
    [InlineData("transfer", """{"window":2}""")]
    [InlineData("items", """{"items":[]}""")]
    [InlineData("cancel", null)]
    public async Task Another_teller_has_no_say(string step, string? body)
    {
        var (site, _, ticket) = await CallAsync();

        using var response = await Caller.Teller(hall.Second, site, "t2").StepAsync(ticket.TicketId, step, body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.other-teller");
        problem.GetProperty("ticket").GetProperty("state").GetString().ShouldBe("called");
    }

    [Theory]
    [InlineData("start", null)]
    [InlineData("recall", null)]
    [InlineData("miss", null)]
    [InlineData("return", null)]
    [InlineData("hold", """{"reason":"x"}""")]
    [InlineData("resume", null)]
    [InlineData("transfer", """{"window":2}""")]
    [InlineData("items", """{"items":[]}""")]
    [InlineData("cancel", null)]
    public async Task After_the_end_nothing_happens_any_more(string step, string? body)
    {
        var (_, teller, ticket) = await CallAsync();
        (await teller.StepAsync(ticket.TicketId, "finish")).EnsureSuccessStatusCode();

        using var response = await teller.StepAsync(ticket.TicketId, step, body);

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.is-finished");
    }

    [Fact]
    public async Task The_database_itself_refuses_a_forbidden_step()
    {
        var (site, teller, ticket) = await CallAsync();
        (await teller.StepAsync(ticket.TicketId, "finish")).EnsureSuccessStatusCode();

        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(hall.ScalarAsync<object>(
            "update tickets set state = 'waiting' where site = @site and ticket_id = @TicketId returning 1", new { site, ticket.TicketId }));

        refused.SqlState.ShouldBe("23514");
    }

    private static async Task<IReadOnlyList<string>> OrderAsync(Caller teller, int count)
    {
        List<string> order = [];
        for (var i = 0; i < count; i++)
        {
            var called = await teller.CallAsync(1);
            order.Add(called.Number);
            (await teller.StepAsync(called.TicketId, "finish")).EnsureSuccessStatusCode();
        }

        return order;
    }

    private async Task<(string Site, Caller Teller, Ticket Ticket)> CallAsync(SiteRules? rules = null)
    {
        var site = await hall.OpenSiteAsync(rules: rules);
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        return (site, teller, await teller.CallAsync(1));
    }
}
