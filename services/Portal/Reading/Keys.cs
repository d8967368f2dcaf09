namespace Wenden.Portal.Reading;

/// <summary>The keys of the identity service, without their secrets.</summary>
internal sealed class Keys(HallReader hall)
{
    public Task<IReadOnlyList<Key>> ListAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<Key>>("identity", "/keys", ct);

    /// <param name="compromised">Whether somebody else may have the old ones; then all that they signed is refused at once.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task RotateAsync(bool compromised, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, "identity", "/keys/rotate", new { compromised }, ct);
}

/// <summary>A key; <c>Use</c> is <c>sign</c> or <c>encrypt</c>.</summary>
internal sealed record Key(string KeyId, string Use, DateTimeOffset CreatedAt, DateTimeOffset InUseFrom);
