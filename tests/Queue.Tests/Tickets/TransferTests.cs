using System.Net;
using Dapper;
using Wenden.Contracts.Queue;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Tickets;

/// <summary>A visitor goes on elsewhere, with the same number and the same seniority.</summary>
public sealed class TransferTests(QueueHall hall)
{
    [Fact]
    public async Task A_transferred_visitor_keeps_number_and_seniority()
    {
        var (site, teller, ticket) = await CallAsync();
        var later = await Caller.Kiosk(hall.First, site).IssueAsync();
        (await teller.StepAsync(ticket.TicketId, "start")).EnsureSuccessStatusCode();

        var waiting = await (await teller.StepAsync(ticket.TicketId, "transfer", """{"window":2,"reason":"需复核"}""")).ReadAsync<Ticket>();
        var here = await teller.CallAsync(1);
        var there = await Caller.Teller(hall.Second, site, "t2").CallAsync(2);

        (waiting.State, waiting.ForWindow, waiting.Number).ShouldBe(("waiting", 2, ticket.Number));
        here.TicketId.ShouldBe(later.TicketId, "the first is kept for window 2");
        there.TicketId.ShouldBe(ticket.TicketId);
        waiting.TurnAt.ShouldBe(ticket.TurnAt);
    }

    [Fact]
    public async Task A_visitor_can_be_transferred_to_a_colleague()
    {
        var (site, teller, ticket) = await CallAsync();

        using var nobody = await teller.StepAsync(ticket.TicketId, "transfer", """{"teller":"t9"}""");
        var colleague = Caller.Teller(hall.Second, site, "t9");
        (await colleague.TryOpenAsync(3)).EnsureSuccessStatusCode();
        (await teller.StepAsync(ticket.TicketId, "transfer", """{"teller":"t9"}""")).EnsureSuccessStatusCode();

        await nobody.ShouldBeProblemAsync(HttpStatusCode.Conflict, "teller.not-there");
        (await teller.TryCallAsync(1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await colleague.CallAsync(3)).TicketId.ShouldBe(ticket.TicketId);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "transfer.one-goal")]
    [InlineData("""{"zone":"comprehensive","window":2}""", HttpStatusCode.BadRequest, "transfer.one-goal")]
    [InlineData("""{"zone":"nowhere"}""", HttpStatusCode.NotFound, "zone.unknown")]
    [InlineData("""{"window":99}""", HttpStatusCode.NotFound, "window.unknown")]
    [InlineData("""{"window":2,"reason":"\u0000"}""", HttpStatusCode.BadRequest, "ticket.reason")]
    public async Task A_transfer_wants_one_goal_that_exists(string body, HttpStatusCode status, string code)
    {
        var (_, teller, ticket) = await CallAsync();

        using var response = await teller.StepAsync(ticket.TicketId, "transfer", body);

        await response.ShouldBeProblemAsync(status, code);
        (await (await teller.StepAsync(ticket.TicketId, "start")).ReadAsync<Ticket>()).State.ShouldBe("serving", "nothing has happened");
    }

    [Fact]
    public async Task The_site_manager_takes_a_visitor_from_a_teller_who_left()
    {
        var (site, _, ticket) = await CallAsync();
        var manager = new Caller(hall.First, Roles.SiteManager, "m1", site);

        (await manager.StepAsync(ticket.TicketId, "transfer", """{"window":2}""")).EnsureSuccessStatusCode();
        (await manager.PostAsync($"/sites/{site}/windows/1/close")).EnsureSuccessStatusCode();

        (await Caller.Teller(hall.Second, site, "t2").CallAsync(2)).TicketId.ShouldBe(ticket.TicketId);
    }

    [Fact]
    public async Task A_visitor_who_is_let_go_at_that_moment_is_transferred_all_the_same()
    {
        var (site, _, ticket) = await CallAsync();
        var other = Caller.Teller(hall.Second, site, "t2");
        await using var letting = await hall.Database.OpenConnectionAsync();
        await using var going = await letting.BeginTransactionAsync();
        await letting.ExecuteAsync("update tickets set state = 'waiting', change = 'transferred' where ticket_id = @TicketId", ticket);

        // To the one it is still at window 1, to the other it waits.
        var transferring = other.StepAsync(ticket.TicketId, "transfer", """{"window":2}""");
        for (var tries = 0; !await letting.ExecuteScalarAsync<bool>("select exists (select from pg_locks where not granted)"); tries++)
        {
            tries.ShouldBeLessThan(600, "the transfer waits for the ticket");
            await Task.Delay(50);
        }

        await going.CommitAsync();

        var transferred = await (await transferring).ReadAsync<Ticket>();
        (transferred.State, transferred.ForWindow).ShouldBe(("waiting", 2));
    }

    private async Task<(string Site, Caller Teller, Ticket Ticket)> CallAsync()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        return (site, teller, await teller.CallAsync(1));
    }
}
