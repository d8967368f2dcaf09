using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Portal.Reading;

/// <summary>What the registry holds on a person, read for a visit: the ticket is the purpose in the audit trail.</summary>
internal sealed class RegistryReads(HallReader hall)
{
    private const string Registry = "registry";

    /// <summary>The person with an identity number.</summary>
    /// <exception cref="ReadFailedException">There is none, the number is wrong, or the registry gave no answer.</exception>
    public async Task<FoundPerson> FindAsync(string idNumber, Guid ticketId, CancellationToken ct) =>
        (await hall.DoAsync<FoundPerson>(HttpMethod.Post, Registry, "/persons/lookup", new { idNumber }, ct, purpose: Purpose.Ticket(ticketId)))!;

    public Task<PersonFile> PersonAsync(Guid personId, Guid ticketId, CancellationToken ct) =>
        hall.GetAsync<PersonFile>(Registry, $"/persons/{personId}", ct, purpose: Purpose.Ticket(ticketId));

    /// <summary>Says for the visitor that a value is wrong; the same claim twice is one.</summary>
    /// <param name="site">The site of the window.</param>
    /// <param name="personId">The person.</param>
    /// <param name="ticketId">The visit.</param>
    /// <param name="fact">Name of the fact.</param>
    /// <param name="claimed">The right value, of the fact's type.</param>
    /// <param name="reason">How it is known.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task ContestAsync(string site, Guid personId, Guid ticketId, string fact, object claimed, string reason, CancellationToken ct) => hall.DoAsync<object>(
        HttpMethod.Post, Registry, $"{QueueReads.At(site)}/persons/{personId}/facts/{fact}/contest", new { claimed, reason }, ct, purpose: Purpose.Ticket(ticketId));

    /// <summary>What visitors say is wrong and nobody has decided, the oldest first.</summary>
    public Task<IReadOnlyList<ContestedFact>> ContestsAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<ContestedFact>>(Registry, $"{QueueReads.At(site)}/contested-facts", ct);

    /// <summary>Accepts or refuses what a visitor says; safe to send twice.</summary>
    public Task DecideContestAsync(string site, Guid id, bool accepted, string answer, CancellationToken ct) => hall.DoAsync(
        HttpMethod.Post, Registry, $"{QueueReads.At(site)}/contested-facts/{id}/decide", new { result = accepted ? "accepted" : "refused", answer }, ct);

    /// <summary>The facts there are, with their names.</summary>
    public Task<IReadOnlyList<FactName>> FactsAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<FactName>>(Registry, "/facts", ct);
}

internal sealed record FoundPerson(Guid PersonId, string? Name, string Site);

/// <param name="Id">The contest.</param>
/// <param name="Fact">Name of the fact.</param>
/// <param name="Stated">What the registry held; none where it held nothing.</param>
/// <param name="Source">Who had stated that.</param>
/// <param name="Claimed">What the visitor says is right.</param>
/// <param name="Reason">How it is known.</param>
/// <param name="AskedBy">Account name of the teller.</param>
/// <param name="AskedAt">When.</param>
internal sealed record ContestedFact(
    Guid Id, string Fact, JsonElement? Stated, string? Source, JsonElement Claimed, string Reason, string AskedBy, DateTimeOffset AskedAt);

/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its value.</param>
/// <param name="Zh">Chinese label.</param>
/// <param name="En">English label.</param>
/// <param name="CanBeCorrected">Whether a visitor can contest it here.</param>
/// <param name="Values">The texts allowed, with their labels; none where any value of the type is.</param>
public sealed record FactName(string Name, string Type, string Zh, string En, bool CanBeCorrected, IReadOnlyDictionary<string, FactName.Label>? Values = null)
{
    public string Shown => Names.Choose(Zh, En);

    /// <summary>What the text is called, where it is one of those allowed.</summary>
    public string? LabelOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Values?.GetValueOrDefault(value.GetString()!) is { } label ? label.Shown : null;

    /// <param name="Zh">In Chinese.</param>
    /// <param name="En">In English.</param>
    public sealed record Label(string Zh, string En)
    {
        public string Shown => Names.Choose(Zh, En);
    }
}
