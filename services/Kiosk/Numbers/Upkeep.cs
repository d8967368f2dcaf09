namespace Wenden.Kiosk.Numbers;

/// <summary>What the kiosk does by itself every few seconds: hands in what it owes, keeps its block and its list of items fresh, notices whether the queue answers.</summary>
internal sealed class Upkeep(Ledger ledger, QueueLine queue, TimeProvider clock)
{
    private static readonly TimeSpan _listsEvery = TimeSpan.FromMinutes(10);

    private readonly HandIn _handIn = new(ledger, queue);
    private readonly LeaseKeeper _leases = new(ledger, queue, clock);
    private DateTimeOffset? _listsReadAt;

    /// <summary>Whether the queue left the last question unanswered.</summary>
    public bool IsAway { get; private set; }

    /// <summary>One round. What does not work now is done in a later one.</summary>
    public async Task RunAsync(string site, CancellationToken ct)
    {
        try
        {
            var known = await queue.SiteAsync(site, ct);
            await ledger.ChangeAsync(state => state.Site is { } before && IsSame(before, known) ? state : state with { Site = known }, ct);
            IsAway = false;
            await _handIn.RunAsync(site, ct);
            await RenewAsync(site, ct);
            await ReadListsAsync(site, ct);
        }
        catch (QueueAwayException)
        {
            IsAway = true;
        }
        catch (QueueRefusedException)
        {
            // The kiosk belongs to another site now, or to none: it issues nothing, and says so when it is asked to.
        }
    }

    private async Task RenewAsync(string site, CancellationToken ct)
    {
        try
        {
            await _leases.RenewAsync(site, ct);
        }
        catch (QueueRefusedException)
        {
            // No zone of the site has a series for such days.
        }
    }

    private async Task ReadListsAsync(string site, CancellationToken ct)
    {
        if (_listsReadAt is { } read && clock.GetUtcNow() - read < _listsEvery)
            return;
        var items = await queue.ItemsAsync(site, ct);
        // Empty as long as the queue has not been told; yesterday's list is better than none.
        if (items.Count > 0)
        {
            _listsReadAt = clock.GetUtcNow();
            await ledger.ChangeAsync(state => state with { Items = items }, ct);
        }
    }

    private static bool IsSame(Contracts.Queue.Site one, Contracts.Queue.Site other) =>
        one.Code == other.Code && one.Name == other.Name && one.Opens == other.Opens && one.Closes == other.Closes;
}
