namespace Wenden.Kiosk.Numbers;

/// <summary>Where the state survives: IndexedDB in the browser, memory in tests.</summary>
internal interface IKioskStore
{
    /// <summary>The state as last written; an empty one at the very first start.</summary>
    Task<KioskState> ReadAsync(CancellationToken ct);

    /// <summary>Writes the state. When this returns it is kept, whatever becomes of the power.</summary>
    Task WriteAsync(KioskState state, CancellationToken ct);
}
