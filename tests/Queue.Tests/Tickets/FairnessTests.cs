using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Tickets;

/// <summary>Whose turn it is.</summary>
public sealed class FairnessTests(QueueHall hall) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2019, 10, 21, 9, 0, 0, Hall.Offset));
    private WebApplicationFactory<Program> _replica = null!;

    public ValueTask InitializeAsync()
    {
        _replica = hall.Replica(_clock);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_elder_goes_before_those_of_the_last_15_minutes()
    {
        var site = await OpenAsync();
        await IssueAsync(site);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await IssueAsync(site);
        _clock.Advance(TimeSpan.FromMinutes(14));
        await IssueAsync(site, "elder");

        (await OrderAsync(site, 3)).ShouldBe(["A001", "A003", "A002"]);
    }

    [Fact]
    public async Task Seventy_years_are_read_from_the_identity_number()
    {
        var site = await OpenAsync();
        var kiosk = Caller.Kiosk(_replica, site);

        var seventy = await IssueFor(kiosk, site, "371003194910210026");
        var younger = await IssueFor(kiosk, site, "371003194910220021");

        seventy.Class.ShouldBe("elder");
        (seventy.IssuedAt - seventy.TurnAt).ShouldBe(TimeSpan.FromMinutes(15));
        younger.Class.ShouldBe("ordinary");
    }

    [Fact]
    public async Task After_two_favoured_in_a_row_an_ordinary_visitor_is_called()
    {
        var site = await OpenAsync();
        for (var i = 0; i < 3; i++)
            await IssueAsync(site);
        for (var i = 0; i < 5; i++)
            await IssueAsync(site, "disabled");

        (await OrderAsync(site, 8)).ShouldBe(["A004", "A005", "A001", "A006", "A007", "A002", "A008", "A003"]);
    }

    [Fact]
    public async Task Who_waited_too_long_is_called_by_arrival_alone()
    {
        var site = await OpenAsync(new SiteRules { Credits = new() { ["soldier"] = 200 }, LongestWaitMinutes = 60, FavouredInARow = 100 });
        await IssueAsync(site);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await IssueAsync(site, "soldier");
        await IssueAsync(site, "soldier");
        _clock.Advance(TimeSpan.FromMinutes(30));

        (await OrderAsync(site, 3)).ShouldBe(["A001", "A002", "A003"]);
    }

    [Fact]
    public async Task Every_call_can_be_explained()
    {
        var site = await OpenAsync();
        await IssueAsync(site);
        await IssueAsync(site, "pregnant");
        var teller = Caller.Teller(_replica, site);

        var called = await teller.CallAsync(1);

        using var response = await teller.GetAsync($"/sites/{site}/tickets/{called.TicketId}/why");
        var why = (await response.ReadAsync<WhyCalled[]>()).ShouldHaveSingleItem();
        (why.Rule, why.Window, why.CalledAt).ShouldBe(("turn", 1, called.CalledAt!.Value));
        why.Candidates.Select(candidate => (candidate.Number, candidate.Class)).ShouldBe([("A002", "pregnant"), ("A001", "ordinary")]);
        (why.Candidates[0].ArrivedAt - why.Candidates[0].TurnAt).ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task The_rule_that_decided_is_kept()
    {
        var site = await OpenAsync(new SiteRules { Credits = new() { ["elder"] = 15 }, FavouredInARow = 1 });
        await IssueAsync(site);
        await IssueAsync(site, "elder");
        await IssueAsync(site, "elder");

        await OrderAsync(site, 3);

        (await hall.ScalarAsync<string>("select string_agg(rule, ' ' order by called_at, ticket_id) from calls where site = @site", new { site }))
            .Split(' ').ShouldBe(["turn", "ordinary-due", "turn"], ignoreOrder: true);
    }

    [Fact]
    public async Task Only_a_teller_with_the_skill_calls_for_it()
    {
        var site = await OpenAsync(new SiteRules { Skills = new() { ["injury"] = ["injury-recognition"] } });
        await hall.ScalarAsync<object>("insert into tellers values (@site, 't1', '{}') returning 1", new { site });
        var kiosk = Caller.Kiosk(_replica, site);
        using var issued = await kiosk.TryIssueAsync(item: "injury-recognition");
        issued.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var without = await Caller.Teller(_replica, site, "t1").TryCallAsync(1);
        using var with = await Caller.Teller(_replica, site, "t2").TryCallAsync(2);

        without.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        with.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_visitor_has_one_open_number_a_day()
    {
        var site = await OpenAsync();
        var kiosk = Caller.Kiosk(_replica, site);
        var first = await IssueFor(kiosk, site, "371003198001010017");

        using var second = await kiosk.PostAsync(
            $"/sites/{site}/tickets", """{"items":["b"],"identityNumber":"371003198001010017"}""", Guid.CreateVersion7().ToString());
        (await kiosk.StepAsync(first.TicketId, "cancel")).EnsureSuccessStatusCode();
        var third = await IssueFor(kiosk, site, "371003198001010017");

        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "visitor.has-ticket");
        third.Number.ShouldBe("A002", "the refused one left no gap");
        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site and identity_number is not null", new { site }))
            .ShouldBe(1, "who the visitor was is forgotten at the end");
    }

    private Task<string> OpenAsync(SiteRules? rules = null) => hall.OpenSiteAsync(rules: rules ?? new SiteRules
    {
        Credits = new() { ["elder"] = 15, ["disabled"] = 15, ["pregnant"] = 15, ["soldier"] = 15 },
    });

    private static async Task<Ticket> IssueFor(Caller kiosk, string site, string identityNumber)
    {
        using var response = await kiosk.PostAsync(
            $"/sites/{site}/tickets", $$"""{"items":["a"],"identityNumber":"{{identityNumber}}"}""", Guid.CreateVersion7().ToString());
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.ReadAsync<Slip>()).Ticket;
    }

    private async Task IssueAsync(string site, string visitorClass = "ordinary")
    {
        using var response = await Caller.Kiosk(_replica, site).PostAsync(
            $"/sites/{site}/tickets", $$"""{"items":["a"],"class":"{{visitorClass}}"}""", Guid.CreateVersion7().ToString());
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private async Task<IReadOnlyList<string>> OrderAsync(string site, int count)
    {
        var teller = Caller.Teller(_replica, site);
        List<string> order = [];
        for (var i = 0; i < count; i++)
        {
            var called = await teller.CallAsync(1);
            order.Add(called.Number);
            (await teller.StepAsync(called.TicketId, "finish")).EnsureSuccessStatusCode();
        }

        return order;
    }

    public ValueTask DisposeAsync() => _replica.DisposeAsync();
}
