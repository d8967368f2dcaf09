using Wenden.Contracts.Queue;

namespace Wenden.Kiosk.Numbers;

/// <summary>Sees to it that there is always a block of numbers for when the queue cannot be reached, and gives none out after its end.</summary>
internal sealed class LeaseKeeper(Ledger ledger, QueueLine queue, TimeProvider clock)
{
    private static readonly TimeSpan _soon = TimeSpan.FromHours(1);

    /// <summary>Gets a new block where the present one runs short or out.</summary>
    /// <exception cref="QueueAwayException">The queue cannot be reached.</exception>
    /// <exception cref="QueueRefusedException">The queue grants none.</exception>
    public async Task RenewAsync(string site, CancellationToken ct)
    {
        if (!IsDue((await ledger.ReadAsync(ct)).Lease, clock.GetUtcNow()))
            return;
        // Always a new key: the time of granting is to be now, since the queue's clock is read from it.
        var lease = await queue.LeaseAsync(site, Guid.CreateVersion7(), ct);
        var offset = lease.GrantedAt - clock.GetUtcNow();
        await ledger.ChangeAsync(state => state with
        {
            Lease = new LeaseInUse(lease, lease.First, offset),
            Spent = state.Lease is { } old ? [.. state.Spent, new SpentLease(old.Lease.LeaseId, old.Next - 1)] : state.Spent,
        }, ct);
    }

    /// <summary>Whether a block is to be replaced: less than half is left, or it ends within the hour (within half its life where that is shorter).</summary>
    internal static bool IsDue(LeaseInUse? lease, DateTimeOffset now)
    {
        if (lease is null || lease.Left * 2 < lease.Size)
            return true;
        var halfLife = (lease.Lease.ExpiresAt - lease.Lease.GrantedAt) / 2;
        return lease.Lease.ExpiresAt - (now + lease.Offset) < (halfLife < _soon ? halfLife : _soon);
    }

    /// <summary>The time by the queue's clock at which a number may be taken from the block now; none where it may not.</summary>
    internal static DateTimeOffset? TimeToTake(LeaseInUse? lease, DateTimeOffset now)
    {
        if (lease is not { Left: > 0 })
            return null;
        var time = now + lease.Offset;
        // The kiosk's clock may have been set back since.
        if (time < lease.Lease.GrantedAt)
            time = lease.Lease.GrantedAt;
        return time <= lease.Lease.ExpiresAt ? time : null;
    }

    /// <summary>The number as visitors read it.</summary>
    internal static string Number(Lease lease, int sequence) => $"{lease.Series}{sequence:000}";
}
