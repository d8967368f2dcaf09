namespace Wenden.Intake.Materials.Checking;

/// <summary>Checks files beside each other only as far as memory goes: a picture takes some hundred megabytes while it is drawn anew.</summary>
internal sealed class FileChecks : IDisposable
{
    private readonly SemaphoreSlim _turns = new(Math.Clamp(Environment.ProcessorCount, 1, 4));

    public async Task<CheckedFile> CheckAsync(byte[] received, CancellationToken ct)
    {
        await _turns.WaitAsync(ct);
        try
        {
            return await Task.Run(() => CheckedFile.Of(received), ct);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
