using System.Globalization;
using System.Net;
using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Roll;

/// <summary>Asks the registry about a person whose event has not arrived yet.</summary>
internal static class PersonOfRegistry
{
    /// <summary>None where the registry has no such person.</summary>
    public static async Task<PersonChanged?> FindAsync(IHttpClientFactory clients, Guid personId, Purpose? purpose, CancellationToken ct)
    {
        using var client = clients.CreateClient("registry").For(purpose);
        using var response = await client.GetAsync(new Uri($"/persons/{personId}", UriKind.Relative), ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        var file = (await response.Content.ReadFromJsonAsync<PersonFile>(HallJson.Options, ct))!;
        return new PersonChanged
        {
            PersonId = file.PersonId,
            Version = file.Version,
            Site = file.Site,
            Village = Text(file, "village"),
            CareHome = Text(file, "careHome"),
            DiedOn = Text(file, "diedOn") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            Benefits = file.Benefits,
        };
    }

    private static string? Text(PersonFile file, string fact) =>
        file.Facts.GetValueOrDefault(fact) is { Value.ValueKind: JsonValueKind.String } known ? known.Value.GetString() : null;
}
