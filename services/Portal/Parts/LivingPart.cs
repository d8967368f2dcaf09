using Microsoft.AspNetCore.Components;

namespace Wenden.Portal.Parts;

/// <summary>A part of a page that works on while it is shown, and stops with it.</summary>
public abstract class LivingPart : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    protected LivingPart() => Gone = _gone.Token;

    /// <summary>Cancelled when the part is no longer shown.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>Waits; false when the part has gone meanwhile.</summary>
    protected async Task<bool> WaitAsync(TimeSpan pause)
    {
        await Task.Delay(pause, Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return !Gone.IsCancellationRequested;
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
