using Wenden.Contracts.Registry;

namespace Wenden.Forms.Filling;

/// <summary>Where the values of forms come from.</summary>
internal static class PersonReading
{
    /// <summary>What the registry holds on a person now.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or does not know the person.</exception>
    public static async Task<PersonFile> PersonAsync(this IHttpClientFactory clients, Guid personId, Guid caseId, CancellationToken ct) =>
        await clients.CreateClient("registry").For(Purpose.Case(caseId)).GetFromJsonAsync<PersonFile>($"/persons/{personId}", HallJson.Options, ct)
            ?? throw new InvalidDataException("The registry answered nothing.");
}
