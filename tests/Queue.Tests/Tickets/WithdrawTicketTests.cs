using System.Net;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Tickets;

public sealed class WithdrawTicketTests(QueueHall hall)
{
    [Fact]
    public async Task A_number_that_nobody_saw_is_withdrawn_by_its_key()
    {
        var site = await hall.OpenSiteAsync();
        var key = Guid.CreateVersion7().ToString();
        using (await Caller.Kiosk(hall.First, site).TryIssueAsync(key)) { }

        using var withdrawn = await WithdrawAsync(Caller.Kiosk(hall.Second, site), site, key);
        using var again = await WithdrawAsync(Caller.Kiosk(hall.First, site), site, key);
        using var others = await WithdrawAsync(Caller.Kiosk(hall.First, site, "k2"), site, key);

        (await withdrawn.ReadAsync<Ticket>()).State.ShouldBe("cancelled");
        (await again.ReadAsync<Ticket>()).State.ShouldBe("cancelled");
        others.StatusCode.ShouldBe(HttpStatusCode.NoContent, "another kiosk's key is another key");
    }

    [Fact]
    public async Task A_question_that_comes_after_its_withdrawal_gives_no_number()
    {
        var site = await hall.OpenSiteAsync();
        var key = Guid.CreateVersion7().ToString();

        using var withdrawn = await WithdrawAsync(Caller.Kiosk(hall.First, site), site, key);
        using var late = await Caller.Kiosk(hall.Second, site).TryIssueAsync(key);

        withdrawn.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency.key-reused");
        (await Caller.Kiosk(hall.First, site).IssueAsync()).Number.ShouldBe("A001");
    }

    [Fact]
    public async Task A_question_and_its_withdrawal_at_once_leave_nobody_waiting()
    {
        var site = await hall.OpenSiteAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var key = Guid.CreateVersion7().ToString();
            await Task.WhenAll(Caller.Kiosk(hall.First, site).TryIssueAsync(key), WithdrawAsync(Caller.Kiosk(hall.Second, site), site, key));
        }));

        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site and state <> 'cancelled'", new { site })).ShouldBe(0);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "idempotency.key-missing")]
    [InlineData("a lease", HttpStatusCode.Conflict, "idempotency.key-reused")]
    public async Task Only_a_question_for_a_number_is_withdrawn(string key, HttpStatusCode status, string code)
    {
        var site = await hall.OpenSiteAsync();
        using (await Caller.Kiosk(hall.First, site, site).PostAsync($"/sites/{site}/leases", "{}", "a lease")) { }

        using var refused = await WithdrawAsync(Caller.Kiosk(hall.First, site, site), site, key);

        await refused.ShouldBeProblemAsync(status, code);
    }

    private static Task<HttpResponseMessage> WithdrawAsync(Caller caller, string site, string key) =>
        caller.PostAsync($"/sites/{site}/tickets/withdraw", $$"""{"key":"{{key}}"}""");
}
