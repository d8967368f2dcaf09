using System.Net;
using Wenden.Contracts.Queue;
using Wenden.Kiosk.Numbers;

namespace Wenden.Kiosk.Tests;

public sealed class IssuingTests
{
    [Fact]
    public async Task While_the_queue_answers_its_number_is_given()
    {
        using var kiosk = new TestKiosk();

        (await kiosk.NumberAsync()).ShouldBe("A001");

        (await kiosk.StateAsync()).Questions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_queue_that_fails_is_stood_in_for_by_the_block(HttpStatusCode status)
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        (kiosk.Queue.Behaves, kiosk.Queue.Status) = (Behaviour.Fails, status);

        var given = (await kiosk.TakeAsync("b", "a")).ShouldBeOfType<Given>();

        given.Slip.Ticket.Number.ShouldBe("K001");
        given.Slip.Ticket.IsOffline.ShouldBeTrue();
        given.Slip.Link.Length.ShouldBe(22);
        (await kiosk.StateAsync()).Held.Single().Ticket.Items.ShouldBe(["b", "a"]);
    }

    [Fact]
    public async Task A_line_that_is_cut_gives_the_next_number_each_time()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;

        var numbers = new[] { await kiosk.NumberAsync(), await kiosk.NumberAsync(), await kiosk.NumberAsync() };

        numbers.ShouldBe(["K001", "K002", "K003"]);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_patience_of_a_visitor()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsSilent;

        var given = (await kiosk.TakeInVainAsync()).ShouldBeOfType<Given>();

        given.Slip.Ticket.Number.ShouldBe("K001");
        (await kiosk.StateAsync()).Questions.Single().IsGivenUp.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_is_a_refusal_and_takes_no_number_of_the_block()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        (kiosk.Queue.Behaves, kiosk.Queue.Status, kiosk.Queue.Code) = (Behaviour.Fails, HttpStatusCode.Conflict, "site.last-number");

        (await kiosk.TakeAsync()).ShouldBeOfType<Refused>().Problem.Code.ShouldBe("site.last-number");

        (await kiosk.StateAsync()).Held.ShouldBeEmpty();
        (await kiosk.StateAsync()).Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_block_there_is_no_number()
    {
        using var kiosk = new TestKiosk();
        kiosk.Queue.Behaves = Behaviour.IsDown;

        (await kiosk.TakeAsync()).ShouldBe(new Nothing(IsClosed: false));
    }

    [Fact]
    public async Task A_block_that_is_used_up_gives_nothing_more()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;
        for (var i = 0; i < 10; i++)
            await kiosk.NumberAsync();

        (await kiosk.TakeAsync()).ShouldBeOfType<Nothing>();
    }

    [Fact]
    public async Task A_block_that_has_ended_gives_nothing_even_after_a_restart()
    {
        using var kiosk = new TestKiosk();
        kiosk.Queue.LeaseLife = TimeSpan.FromHours(2);
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;

        kiosk.Clock.Advance(TimeSpan.FromHours(2));
        (await kiosk.NumberAsync()).ShouldBe("K001");
        kiosk.Clock.Advance(TimeSpan.FromSeconds(1));
        (await kiosk.TakeAsync()).ShouldBeOfType<Nothing>();
        kiosk.Restart();
        (await kiosk.TakeAsync()).ShouldBeOfType<Nothing>();
    }

    [Fact]
    public async Task A_number_is_taken_at_the_time_of_the_queue()
    {
        using var kiosk = new TestKiosk();
        kiosk.Queue.Ahead = TimeSpan.FromMinutes(7);
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;
        kiosk.Clock.Advance(TimeSpan.FromMinutes(3));

        await kiosk.NumberAsync();

        (await kiosk.StateAsync()).Held.Single().Ticket.TakenAt.ShouldBe(kiosk.Clock.GetUtcNow().AddMinutes(7));
    }

    [Fact]
    public async Task A_number_is_written_down_before_it_is_shown()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;

        var shown = await kiosk.NumberAsync();
        kiosk.Restart();

        (await kiosk.StateAsync()).Held.Single().Ticket.Sequence.ShouldBe(1);
        shown.ShouldBe("K001");
        (await kiosk.NumberAsync()).ShouldBe("K002");
    }

    [Fact]
    public async Task Outside_opening_hours_the_block_stays_shut()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        await kiosk.KnowAsync(state => state with
        {
            Site = new Site { Code = "s", Name = "s", Kind = "hall", Zones = [], Opens = new TimeOnly(8, 30), Closes = new TimeOnly(9, 30) },
        });
        kiosk.Queue.Behaves = Behaviour.IsDown;

        (await kiosk.TakeAsync()).ShouldBeOfType<Given>();
        kiosk.Clock.Advance(TimeSpan.FromMinutes(30));

        (await kiosk.TakeAsync()).ShouldBe(new Nothing(IsClosed: true));
    }

    [Fact]
    public async Task Papers_are_known_without_the_queue()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        await kiosk.KnowAsync(state => state with
        {
            Items = [new Item { Code = "a", Name = "甲", NameEn = "A", Materials = ["身份证"], MaterialsEn = ["Identity card"] }],
        });
        kiosk.Queue.Behaves = Behaviour.IsDown;

        (await kiosk.TakeAsync("a")).ShouldBeOfType<Given>().Slip.Papers.ShouldBe(["身份证"]);
    }
}
