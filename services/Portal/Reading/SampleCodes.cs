namespace Wenden.Portal.Reading;

/// <summary>One-time codes of citizens. Only the sample hall has them to read; elsewhere they go to phones.</summary>
internal sealed class SampleCodes(HallReader hall)
{
    public Task<IReadOnlyList<SentCode>> ListAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<SentCode>>("identity", "/codes", ct);

    /// <summary>Whether the identity service gives them out.</summary>
    public async Task<bool> AreThereAsync(CancellationToken ct)
    {
        try
        {
            await ListAsync(ct);
            return true;
        }
        catch (ReadFailedException)
        {
            return false;
        }
    }
}

internal sealed record SentCode(DateTimeOffset SentAt, string Phone, string Code);
