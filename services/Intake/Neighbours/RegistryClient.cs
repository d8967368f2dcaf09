using System.Net;
using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Intake.Neighbours;

/// <summary>What Intake asks of the registry.</summary>
internal sealed class RegistryClient(IHttpClientFactory clients)
{
    /// <summary>
    /// The person with that identity number, or null where the registry knows none. The number goes in the body: addresses are logged.
    /// </summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or does not answer properly.</exception>
    public async Task<Guid?> FindPersonAsync(IdentityNumber number, Purpose purpose, CancellationToken ct)
    {
        using var answer = await clients.CreateClient("registry").For(purpose)
            .PostAsJsonAsync("/persons/lookup", new { IdNumber = number.Text }, HallJson.Options, ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Person>(HallJson.Options, ct))!.PersonId;
    }

    /// <summary>Names of the facts that the registry holds on the person and that say something: neither "no" nor empty.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or does not answer properly.</exception>
    public async Task<IReadOnlySet<string>> ProvingFactsAsync(Guid personId, Purpose purpose, CancellationToken ct)
    {
        using var answer = await clients.CreateClient("registry").For(purpose).GetAsync($"/persons/{personId}", ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return new HashSet<string>();
        var file = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<PersonFile>(HallJson.Options, ct);
        return file!.Facts.Where(fact => Says(fact.Value.Value)).Select(fact => fact.Key).ToHashSet();
    }

    private static bool Says(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };

    private sealed record Person
    {
        public required Guid PersonId { get; init; }
    }
}
