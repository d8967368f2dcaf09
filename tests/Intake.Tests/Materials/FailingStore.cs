using Wenden.Intake.Materials.Storing;

namespace Wenden.Intake.Tests.Materials;

/// <summary>The folder of the hall, after which the power fails where a test wants it: the object is there, and nothing more happens.</summary>
internal sealed class FailingStore(IntakeHall hall) : IObjectStore
{
    private readonly FolderStore _folder = new(hall.Objects.FullName);

    public async Task<string> StoreAsync(byte[] content, CancellationToken ct)
    {
        var sha256 = await _folder.StoreAsync(content, ct);
        return hall.PowerFailsAfter.ContainsKey(sha256) ? throw new InvalidOperationException("The power fails.") : sha256;
    }

    public Task<byte[]> ReadAsync(string sha256, CancellationToken ct) => _folder.ReadAsync(sha256, ct);
}
