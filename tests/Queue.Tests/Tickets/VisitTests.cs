using System.Net;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Tickets;

public sealed class VisitTests(QueueHall hall)
{
    [Fact]
    public async Task A_visit_goes_from_called_to_finished()
    {
        var (site, teller, ticket) = await CallAsync();

        var serving = await (await teller.StepAsync(ticket.TicketId, "start")).ReadAsync<Ticket>();
        var finished = await (await teller.StepAsync(ticket.TicketId, "finish")).ReadAsync<Ticket>();

        serving.State.ShouldBe("serving");
        finished.State.ShouldBe("finished");
        finished.FinishedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(ticket.CalledAt!.Value);
        (await teller.TryCallAsync(1)).StatusCode.ShouldBe(HttpStatusCode.NoContent, "the window is free");
        (await hall.EventsAsync("TicketFinished", ticket.TicketId)).ShouldBe(1);
        (await Caller.Kiosk(hall.Second, site).GetAsync($"/sites/{site}/tickets/{ticket.TicketId}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("finish")]
    public async Task A_step_sent_twice_is_one_step(string step)
    {
        var (site, teller, ticket) = await CallAsync();
        var other = Caller.Teller(hall.Second, site);

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? teller : other).StepAsync(ticket.TicketId, step)));

        var answers = await Task.WhenAll(responses.Select(response => response.ReadAsync<Ticket>()));
        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.OK);
        answers.Select(answer => (answer.State, answer.FinishedAt)).Distinct().ShouldHaveSingleItem();
        (await hall.EventsAsync("TicketFinished", ticket.TicketId)).ShouldBe(step == "finish" ? 1 : 0);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("finish")]
    public async Task Another_teller_cannot_take_the_step(string step)
    {
        var (site, _, ticket) = await CallAsync();

        using var response = await Caller.Teller(hall.First, site, "t2").StepAsync(ticket.TicketId, step);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.other-teller");
        problem.GetProperty("ticket").GetProperty("state").GetString().ShouldBe("called");
    }

    [Theory]
    [InlineData("start")]
    [InlineData("finish")]
    public async Task A_waiting_ticket_takes_no_step(string step)
    {
        var site = await hall.OpenSiteAsync();
        var ticket = await Caller.Kiosk(hall.First, site).IssueAsync();

        using var response = await Caller.Teller(hall.First, site).StepAsync(ticket.TicketId, step);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.is-waiting");
        problem.GetProperty("ticket").GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task A_finished_visit_is_not_started_again()
    {
        var (_, teller, ticket) = await CallAsync();
        (await teller.StepAsync(ticket.TicketId, "finish")).EnsureSuccessStatusCode();

        using var response = await teller.StepAsync(ticket.TicketId, "start");

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.is-finished");
    }

    [Fact]
    public async Task A_ticket_of_another_site_is_unknown()
    {
        var (_, _, ticket) = await CallAsync();
        var elsewhere = await hall.OpenSiteAsync();

        using var step = await Caller.Teller(hall.First, elsewhere).StepAsync(ticket.TicketId, "finish");
        using var read = await Caller.Teller(hall.First, elsewhere).GetAsync($"/sites/{elsewhere}/tickets/{ticket.TicketId}");

        await step.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ticket.unknown");
        await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ticket.unknown");
    }

    private async Task<(string Site, Caller Teller, Ticket Ticket)> CallAsync()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        return (site, teller, await teller.CallAsync(1));
    }
}
