using System.Net;
using Wenden.Contracts.Registry;

namespace Wenden.Identity.Citizens;

/// <summary>Asks the registry whether a number, a name and a card belong to one person.</summary>
internal sealed class RegistryCheck(IHttpClientFactory clients)
{
    /// <summary>The person, or null where the registry has nobody like that.</summary>
    /// <exception cref="HttpRequestException">The registry does not answer.</exception>
    public async Task<CheckedPerson?> FindAsync(string idNumber, string name, string card, CancellationToken ct)
    {
        using var client = clients.CreateClient("registry");
        using var answer = await client.PostAsJsonAsync("/persons/check", new { idNumber, name, socialSecurityCard = card }, HallJson.Options, ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<CheckedPerson>(HallJson.Options, ct);
    }
}
