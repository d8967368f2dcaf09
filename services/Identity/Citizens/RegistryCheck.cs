using System.Net;
using Wenden.Contracts.Registry;

namespace Wenden.Identity.Citizens;

/// <summary>Asks the registry whether a number, a name and a card belong to one person.</summary>
internal sealed class RegistryCheck(IHttpClientFactory clients)
{
    private const int Tries = 3;

    /// <summary>The person, or null where the registry has nobody like that.</summary>
    /// <exception cref="HttpRequestException">The registry does not answer.</exception>
    public async Task<CheckedPerson?> FindAsync(string idNumber, string name, string card, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskAsync(idNumber, name, card, ct);
            }
            catch (HttpRequestException) when (attempt < Tries)
            {
                // A POST, which is not tried again by itself; but it changes nothing, and of two registries one may just have died.
            }
        }
    }

    private async Task<CheckedPerson?> AskAsync(string idNumber, string name, string card, CancellationToken ct)
    {
        using var client = clients.CreateClient("registry");
        using var answer = await client.PostAsJsonAsync("/persons/check", new { idNumber, name, socialSecurityCard = card }, HallJson.Options, ct);
        // A number that the registry does not take as one (its clock may be the hall's) belongs to nobody either.
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<CheckedPerson>(HallJson.Options, ct);
    }
}
