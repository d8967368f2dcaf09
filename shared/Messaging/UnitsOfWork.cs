using Npgsql;

namespace Wenden.Messaging;

/// <summary>Opens units of work outside a command or a consumer, and wakes the relay of this process when one with events is committed.</summary>
/// <remarks>
/// PostgreSQL's own notifications would wake the relays of every replica at each commit, and let only one commit at a time pass. A process that
/// dies between its commit and the waking leaves its events to any other relay's next look, a second later at most.
/// </remarks>
public sealed class UnitsOfWork(NpgsqlDataSource database) : IDisposable
{
    private readonly SemaphoreSlim _waking = new(0);

    internal NpgsqlDataSource Database => database;

    /// <summary>Opens a unit of work; commit it, or dispose of it to give up.</summary>
    /// <param name="ct">Gives up.</param>
    /// <param name="trail">The trail of the request, where the unit reads or changes the data of persons.</param>
    public async Task<UnitOfWork> BeginAsync(CancellationToken ct, AuditTrail? trail = null)
    {
        var unit = new UnitOfWork(this, trail);
        await unit.OpenAsync(ct);
        return unit;
    }

    /// <inheritdoc/>
    public void Dispose() => _waking.Dispose();

    internal void WakeRelay()
    {
        // Once is enough for any number of commits; that two at the same moment count twice costs one look too many.
        if (_waking.CurrentCount == 0)
            _waking.Release();
    }

    internal Task WaitForEventsAsync(TimeSpan atMost, CancellationToken ct) => _waking.WaitAsync(atMost, ct);
}
