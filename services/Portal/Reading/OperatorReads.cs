namespace Wenden.Portal.Reading;

/// <summary>What only an operator asks for.</summary>
internal sealed class OperatorReads(HallReader hall)
{
    public Task<OutboxState> OutboxAsync(string service, CancellationToken ct) => hall.GetAsync<OutboxState>(service, "/outbox", ct);

    public async Task<long> PersonsAsync(CancellationToken ct) => (await hall.GetAsync<PersonCount>("registry", "/persons/count", ct)).Count;

    private sealed record PersonCount(long Count);
}

/// <summary>Events of a service that wait to be sent.</summary>
internal sealed record OutboxState(long Depth, double AgeSeconds, string? OldestType);
