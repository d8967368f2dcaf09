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

    /// <summary>The facts there are, with their names.</summary>
    public Task<IReadOnlyList<FactName>> FactsAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<FactName>>(Registry, "/facts", ct);
}

internal sealed record FoundPerson(Guid PersonId, string? Name, string Site);

internal sealed record FactName(string Name, string Type, string Zh, string En)
{
    public string Shown => Names.Choose(Zh, En);
}
