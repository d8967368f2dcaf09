using System.Net;
using Wenden.Kiosk.Numbers;

namespace Wenden.Kiosk.Tests;

public sealed class HandInTests
{
    [Fact]
    public async Task Every_ticket_is_handed_in_once_in_the_order_of_arrival()
    {
        using var kiosk = await OfflineAsync(3);

        await kiosk.HandInAsync();
        await kiosk.HandInAsync();

        kiosk.Queue.Taken.Values.OrderBy(ticket => ticket.TakenAt).Select(ticket => ticket.Sequence).ShouldBe([1, 2, 3]);
        (await kiosk.StateAsync()).Held.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_lost_doubles_nothing()
    {
        using var kiosk = await OfflineAsync(2);
        kiosk.Queue.Behaves = Behaviour.AnswersIntoTheVoid;
        var lost = kiosk.HandInAsync();
        while (!lost.IsCompleted)
        {
            await Task.Delay(5, TestKiosk.Ct);
            kiosk.Clock.Advance(QueueLine.Patience);
        }

        await Should.ThrowAsync<QueueAwayException>(lost);
        (await kiosk.StateAsync()).Held.Count.ShouldBe(2);
        kiosk.Queue.Behaves = Behaviour.Answers;
        kiosk.Restart();
        await kiosk.HandInAsync();

        kiosk.Queue.Taken.Count.ShouldBe(2);
        (await kiosk.StateAsync()).Held.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_queue_says_nothing_of_is_handed_in_again()
    {
        using var kiosk = await OfflineAsync(2);
        kiosk.Queue.Verdict = ticket => ticket.Sequence == 2 ? "silent" : null;
        await kiosk.HandInAsync();
        (await kiosk.StateAsync()).Held.Single().Ticket.Sequence.ShouldBe(2);

        kiosk.Queue.Verdict = _ => null;
        await kiosk.HandInAsync();

        kiosk.Queue.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_refused_is_kept_in_sight_and_not_sent_again()
    {
        using var kiosk = await OfflineAsync(2);
        kiosk.Queue.Verdict = ticket => ticket.Sequence == 1 ? "refused" : null;

        await kiosk.HandInAsync();

        var state = await kiosk.StateAsync();
        state.Held.ShouldBeEmpty();
        state.Refused.Select(ticket => (ticket.Sequence, ticket.Reason)).ShouldBe([(1, "number-taken")]);
    }

    [Fact]
    public async Task A_block_that_the_queue_does_not_know_holds_nothing_up()
    {
        using var kiosk = await OfflineAsync(1);
        (kiosk.Queue.Behaves, kiosk.Queue.Status, kiosk.Queue.Code) = (Behaviour.Fails, HttpStatusCode.NotFound, "lease.unknown");

        await kiosk.HandInAsync();

        (await kiosk.StateAsync()).Held.ShouldBeEmpty();
        (await kiosk.StateAsync()).Refused.Single().Reason.ShouldBe("lease.unknown");
    }

    [Fact]
    public async Task A_number_issued_unseen_is_taken_back()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.AnswersIntoTheVoid;
        (await kiosk.TakeInVainAsync()).ShouldBeOfType<Given>().Slip.Ticket.Number.ShouldBe("K001");
        kiosk.Queue.Behaves = Behaviour.Answers;

        await kiosk.HandInAsync();

        kiosk.Queue.Cancelled.ShouldBe([kiosk.Queue.Issued.Single().Ticket.TicketId]);
        kiosk.Queue.Taken.Count.ShouldBe(1);
        (await kiosk.StateAsync()).Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_that_the_power_cut_kept_from_the_visitor_is_taken_back()
    {
        using var kiosk = new TestKiosk();
        kiosk.Queue.Behaves = Behaviour.AnswersIntoTheVoid;
        var taking = kiosk.TakeAsync();
        kiosk.Restart();
        kiosk.Queue.Behaves = Behaviour.Answers;

        await kiosk.HandInAsync();

        taking.IsCompleted.ShouldBeFalse();
        kiosk.Queue.Cancelled.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_question_that_never_arrived_gives_no_number_afterwards()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;
        await kiosk.NumberAsync();
        kiosk.Queue.Behaves = Behaviour.Answers;

        await kiosk.HandInAsync();

        kiosk.Queue.Issued.ShouldBeEmpty();
        kiosk.Queue.Asked.Count(asked => asked.EndsWith("/withdraw")).ShouldBe(1);
        (await kiosk.StateAsync()).Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_still_waited_for_is_left_alone()
    {
        using var kiosk = new TestKiosk();
        await kiosk.KnowAsync(state => state with { Questions = [new OpenQuestion(Guid.CreateVersion7(), IsGivenUp: false)] });

        await kiosk.HandInAsync();

        kiosk.Queue.Asked.ShouldBeEmpty();
    }

    private static async Task<TestKiosk> OfflineAsync(int numbers)
    {
        var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;
        for (var i = 0; i < numbers; i++)
        {
            await kiosk.NumberAsync();
            kiosk.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // None of these questions reached the queue; they are not what these tests are about.
        await kiosk.KnowAsync(state => state with { Questions = [] });
        kiosk.Queue.Behaves = Behaviour.Answers;
        return kiosk;
    }
}
