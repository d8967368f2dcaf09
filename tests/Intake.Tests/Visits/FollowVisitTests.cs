using System.Net;
using Wenden.Contracts.Queue;
using Wenden.Intake.Cases;
using Wenden.Intake.Tests.Cases;

namespace Wenden.Intake.Tests.Visits;

public sealed class FollowVisitTests(IntakeHall hall)
{
    private const string Consumer = "intake-follow-visit";
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("icf")]
    [InlineData("ifc")]
    [InlineData("cif")]
    [InlineData("cfi")]
    [InlineData("fic")]
    [InlineData("fci")]
    public async Task A_visit_never_goes_backwards(string order)
    {
        var (site, ticketId) = Fresh();

        foreach (var kind in order)
            await DeliverAsync(kind, site, ticketId);

        (await StateAsync(site, ticketId)).ShouldBe("finished A007 [subsidy-4050] 3 t001");
    }

    [Fact]
    public async Task A_later_call_overrules_an_earlier_one_in_any_order()
    {
        var (site, ticketId) = Fresh();

        await hall.DeliverAsync(Called(site, ticketId, "t002", 4, _now.AddMinutes(1)), Consumer);
        await hall.DeliverAsync(Called(site, ticketId, "t001", 3, _now), Consumer);

        (await StateAsync(site, ticketId)).ShouldBe("called A007 [subsidy-4050] 4 t002");
    }

    [Fact]
    public async Task A_case_opens_on_the_event_alone()
    {
        var teller = new Teller(hall);
        var ticketId = Guid.CreateVersion7();
        await hall.DeliverAsync(Called(teller.Site, ticketId, teller.Name, 3, _now), Consumer);

        var opened = await teller.OpenAsync(ticketId);

        (opened.TicketNumber, opened.Window).ShouldBe(("A007", 3));
        opened.Items.ShouldHaveSingleItem().Code.ShouldBe("subsidy-4050");
        hall.Neighbours.Asked.ShouldNotContain(path => path.Contains(ticketId.ToString()));
    }

    [Fact]
    public async Task No_case_opens_after_the_visit()
    {
        var teller = new Teller(hall);
        var ticket = teller.Call("subsidy-4050");
        await hall.DeliverAsync(Finished(teller.Site, ticket.TicketId, _now), Consumer);

        using var response = await teller.TryOpenAsync(ticket.TicketId, teller.Person());

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.finished");
    }

    [Fact]
    public async Task The_end_of_the_visit_withdraws_what_is_unsigned()
    {
        var teller = new Teller(hall);
        var ticket = teller.Call("subsidy-4050", "personal-insurance-record");
        var draft = await teller.OpenAsync(ticket.TicketId);
        var awaiting = await teller.OpenAsync(ticket.TicketId);
        await hall.PublishAsync(FormsNews.Rendered(awaiting));
        await teller.WaitAsync(awaiting.CaseId, ItemState.AwaitingSignature);

        await hall.DeliverAsync(Finished(teller.Site, ticket.TicketId, TimeProvider.System.GetUtcNow()), Consumer);

        foreach (var withdrawn in new[] { await teller.ReadAsync(draft.CaseId), await teller.ReadAsync(awaiting.CaseId) })
        {
            withdrawn.State.ShouldBe(ItemState.Withdrawn);
            withdrawn.Items.ShouldAllBe(item => item.State == ItemState.Withdrawn);
            withdrawn.History.Where(step => step.To == ItemState.Withdrawn).ShouldAllBe(step => step.Why == "visit-ended" && step.Who == "queue");
        }

        using var late = await teller.TryAcceptAsync(draft.CaseId);
        (await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.not-signed")).GetProperty("state").GetString().ShouldBe(ItemState.Withdrawn);
    }

    [Fact]
    public async Task The_end_of_the_visit_leaves_what_is_signed_or_accepted()
    {
        var teller = new Teller(hall);
        var ticket = teller.Call("subsidy-4050");
        var signed = await hall.SignAsync(teller, await teller.OpenAsync(ticket.TicketId));
        var accepted = await hall.AcceptAsync(teller, await teller.OpenAsync(ticket.TicketId));

        await hall.DeliverAsync(Finished(teller.Site, ticket.TicketId, TimeProvider.System.GetUtcNow()), Consumer);

        (await teller.ReadAsync(signed.CaseId)).State.ShouldBe(ItemState.Signed);
        (await teller.ReadAsync(accepted.CaseId)).State.ShouldBe(ItemState.InReview);
        (await teller.AcceptAsync(signed.CaseId)).State.ShouldBe(ItemState.InReview, "what is signed can be accepted after the visit");
    }

    [Theory]
    [InlineData(-1, ItemState.Signed)]
    [InlineData(1, ItemState.Withdrawn)]
    public async Task A_signature_counts_if_it_was_given_before_the_end(int minutes, string state)
    {
        var teller = new Teller(hall);
        var ticket = teller.Call("subsidy-4050");
        var opened = await teller.OpenAsync(ticket.TicketId);
        await hall.DeliverAsync(Finished(teller.Site, ticket.TicketId, _now), Consumer);

        await hall.DeliverAsync(FormsNews.Signed(opened, _now.AddMinutes(minutes)), "intake-take-signature");
        await hall.DeliverAsync(FormsNews.Rendered(opened), "intake-show-rendered-forms");

        (await teller.ReadAsync(opened.CaseId)).State.ShouldBe(state);
    }

    [Fact]
    public async Task A_case_opened_while_the_visit_ends_is_not_left_open()
    {
        var teller = new Teller(hall);
        var tickets = Enumerable.Range(0, 20).Select(_ => teller.Call("subsidy-4050")).ToArray();

        await Task.WhenAll(tickets.SelectMany(ticket => new[]
        {
            hall.DeliverAsync(Finished(teller.Site, ticket.TicketId, _now), Consumer),
            teller.TryOpenAsync(ticket.TicketId, teller.Person()),
        }));

        (await hall.ScalarAsync<long>(
            "select count(*) from case_items where site = @Site and state <> 'withdrawn'", new { teller.Site })).ShouldBe(0);
        (await hall.ScalarAsync<long>("select count(*) from visits where site = @Site and state = 'finished'", new { teller.Site })).ShouldBe(20);
    }

    private static (string Site, Guid TicketId) Fresh() => ($"site-{Guid.CreateVersion7():N}", Guid.CreateVersion7());

    private Task DeliverAsync(char kind, string site, Guid ticketId) => kind switch
    {
        'i' => hall.DeliverAsync(
            new TicketIssued { Site = site, TicketId = ticketId, Number = "A007", Items = ["subsidy-4050"], IssuedAt = _now.AddMinutes(-5) }, Consumer),
        'c' => hall.DeliverAsync(Called(site, ticketId, "t001", 3, _now), Consumer),
        _ => hall.DeliverAsync(Finished(site, ticketId, _now.AddMinutes(5)), Consumer),
    };

    private static TicketCalled Called(string site, Guid ticketId, string teller, int window, DateTimeOffset at) =>
        new() { Site = site, TicketId = ticketId, Number = "A007", Window = window, Teller = teller, Items = ["subsidy-4050"], CalledAt = at };

    private static TicketFinished Finished(string site, Guid ticketId, DateTimeOffset at) => new() { Site = site, TicketId = ticketId, FinishedAt = at };

    private Task<string> StateAsync(string site, Guid ticketId) => hall.ScalarAsync<string>(
        "select concat_ws(' ', state, number, '[' || array_to_string(items, ' ') || ']', window_number, teller) from visits where site = @site and ticket_id = @ticketId",
        new { site, ticketId });
}
