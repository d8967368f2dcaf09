namespace Wenden.Kiosk.Numbers;

/// <summary>The one copy of the state. Changes take turns, and each is written down before the next step of whoever made it.</summary>
internal sealed class Ledger(IKioskStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private KioskState? _state;

    /// <summary>The state now.</summary>
    public Task<KioskState> ReadAsync(CancellationToken ct) => ChangeAsync(state => state, ct);

    /// <summary>Changes the state and writes it down; a change that changes nothing is not written.</summary>
    public async Task<KioskState> ChangeAsync(Func<KioskState, KioskState> change, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var before = _state ??= AfterStart(await store.ReadAsync(ct));
            var after = change(before);
            if (!ReferenceEquals(before, after))
                await store.WriteAsync(after, ct);
            return _state = after;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whoever asked before the kiosk stopped waits for no answer any more.</summary>
    private static KioskState AfterStart(KioskState state) =>
        state with { Questions = [.. state.Questions.Select(question => question with { IsGivenUp = true })] };

    public void Dispose() => _turn.Dispose();
}
