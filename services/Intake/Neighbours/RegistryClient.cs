using System.Net;

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

    private sealed record Person
    {
        public required Guid PersonId { get; init; }
    }
}
