using Wenden.Portal.Reading;

namespace Wenden.Portal.Parts;

/// <summary>A part of a page that has something done when asked, and says what came of it.</summary>
public abstract class ActingPart : LivingPart
{
    /// <summary>Whether something is being done.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Why the last thing was not done; none where it was.</summary>
    private protected ReadFailedException? Refusal { get; set; }

    /// <summary>Does one thing at a time; true when it is done.</summary>
    private protected async Task<bool> TryAsync(Func<CancellationToken, Task> act)
    {
        if (IsBusy)
            return false;
        (IsBusy, Refusal) = (true, null);
        try
        {
            await act(Gone);
            return true;
        }
        catch (ReadFailedException refusal)
        {
            Refusal = refusal;
            return false;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
