using Wenden.Kiosk.Numbers;

namespace Wenden.Kiosk.Tests;

public sealed class LeaseTests
{
    [Fact]
    public async Task The_first_start_gets_a_block_and_the_next_keeps_it()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        var first = (await kiosk.StateAsync()).Lease!.Lease.LeaseId;

        kiosk.Restart();
        await kiosk.RenewAsync();

        (await kiosk.StateAsync()).Lease!.Lease.LeaseId.ShouldBe(first);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task A_block_is_replaced_when_less_than_half_is_left(int used, bool replaced)
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Queue.Behaves = Behaviour.IsDown;
        for (var i = 0; i < used; i++)
            await kiosk.NumberAsync();
        kiosk.Queue.Behaves = Behaviour.Answers;

        await kiosk.RenewAsync();

        (await kiosk.StateAsync()).Lease!.Lease.First.ShouldBe(replaced ? 11 : 1);
    }

    [Theory]
    [InlineData(540, false)]
    [InlineData(541, true)]
    public async Task A_block_is_replaced_an_hour_before_its_end(int minutes, bool replaced)
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        kiosk.Clock.Advance(TimeSpan.FromMinutes(minutes));

        await kiosk.RenewAsync();

        (await kiosk.StateAsync()).Lease!.Lease.First.ShouldBe(replaced ? 11 : 1);
    }

    [Fact]
    public async Task A_short_block_is_not_replaced_at_once()
    {
        using var kiosk = new TestKiosk();
        kiosk.Queue.LeaseLife = TimeSpan.FromMinutes(30);
        await kiosk.RenewAsync();

        await kiosk.RenewAsync();

        (await kiosk.StateAsync()).Lease!.Lease.First.ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_set_back_takes_nothing_before_the_block_was_granted()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        var lease = (await kiosk.StateAsync()).Lease!;

        LeaseKeeper.TimeToTake(lease, kiosk.Clock.GetUtcNow().AddHours(-3)).ShouldBe(lease.Lease.GrantedAt);
    }

    [Fact]
    public async Task What_is_left_of_a_replaced_block_is_given_back()
    {
        using var kiosk = new TestKiosk();
        await kiosk.RenewAsync();
        var old = (await kiosk.StateAsync()).Lease!.Lease.LeaseId;
        kiosk.Queue.Behaves = Behaviour.IsDown;
        for (var i = 0; i < 6; i++)
            await kiosk.NumberAsync();
        kiosk.Queue.Behaves = Behaviour.Answers;
        await kiosk.RenewAsync();
        (await kiosk.StateAsync()).Spent.ShouldBe([new SpentLease(old, 6)]);

        await kiosk.HandInAsync();

        kiosk.Queue.Asked.ShouldContain($"POST /api/queue/sites/s/leases/{old}/return");
        (await kiosk.StateAsync()).Spent.ShouldBeEmpty();
        kiosk.Queue.Taken.Count.ShouldBe(6);
    }
}
