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
    public async Task<IReadOnlySet<string>> ProvingFactsAsync(Guid personId, string? employerCode, Purpose purpose, CancellationToken ct) =>
        await FindFileAsync(personId, employerCode, purpose, ct) is { } file
            ? file.Facts.Where(fact => Says(fact.Value.Value)).Select(fact => fact.Key).ToHashSet()
            : [];

    /// <summary>Everything that the registry holds on the person, or null where it knows nobody of that id.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="employerCode">The employer whose facts are wanted; the one that the person stands for without it.</param>
    /// <param name="purpose">Why it is asked.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="HttpRequestException">The registry cannot be reached or does not answer properly.</exception>
    public async Task<PersonFile?> FindFileAsync(Guid personId, string? employerCode, Purpose purpose, CancellationToken ct)
    {
        var employer = employerCode is null ? "" : $"?employer={Uri.EscapeDataString(employerCode)}";
        using var answer = await clients.CreateClient("registry").For(purpose).GetAsync($"/persons/{personId}{employer}", ct);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<PersonFile>(HallJson.Options, ct);
    }

    /// <summary>The employer with that unified social credit code, or why there is none.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or does not answer properly.</exception>
    public async Task<(Employer? Found, Problem? Refusal)> FindEmployerAsync(string code, Purpose purpose, CancellationToken ct)
    {
        using var answer = await clients.CreateClient("registry").For(purpose).GetAsync($"/employers/{Uri.EscapeDataString(code)}", ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => (null, Problem.NotFound("employer.unknown", code)),
            HttpStatusCode.BadRequest => (null, Problem.Invalid("credit-code.invalid", code)),
            _ => (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Employer>(HallJson.Options, ct), null),
        };
    }

    /// <summary>An employer of the registry.</summary>
    /// <param name="Code">Unified social credit code.</param>
    /// <param name="Name">Its name.</param>
    internal sealed record Employer(string Code, string Name);

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

internal static class PersonFileExtensions
{
    /// <summary>The fact of that name; null where it is not held, or is no text.</summary>
    public static string? TextOf(this PersonFile file, string fact) =>
        file.Facts.TryGetValue(fact, out var held) && held.Value.ValueKind == JsonValueKind.String ? held.Value.GetString() : null;
}
