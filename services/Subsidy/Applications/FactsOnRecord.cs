using System.Net;
using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>What an application is judged on.</summary>
/// <param name="Facts">What the registry holds, with the day and the office of the application itself.</param>
/// <param name="Version">The version of the person's file; 0 for a person the registry does not know.</param>
/// <param name="Payee">Who is paid and where to.</param>
/// <param name="DiedOn">Day of death by the registry, if any.</param>
internal sealed record OnRecord(Facts Facts, long Version, Payee Payee, DateOnly? DiedOn)
{
    /// <summary>What a person's file says for an application of a day at an office.</summary>
    /// <exception cref="InvalidDataException">The registry holds a fact with a value of the wrong kind.</exception>
    public static OnRecord Of(PersonFile? file, string site, DateOnly appliedOn, Policy policy)
    {
        const string intake = "业务受理";
        var facts = new Facts();
        foreach (var (name, fact) in file?.Facts ?? new Dictionary<string, Fact>())
        {
            if (!FactList.ByName.TryGetValue(name, out var key) || fact.Value.ValueKind == JsonValueKind.Null)
                continue;
            facts = key.With(facts, fact.Value, fact.Source, fact.AsOf)
                ?? throw new InvalidDataException($"The registry's {name} of person {file!.PersonId} is not {key.Expects}.");
        }

        var office = policy.DistrictHallSites.Contains(site) ? Office.DistrictHall : Office.TownOffice;
        facts = facts with
        {
            AppliedOn = new Stated<DateOnly>(appliedOn, intake, appliedOn),
            ReceivingOffice = new Stated<Office>(office, intake, appliedOn),
        };
        return new OnRecord(facts, file?.Version ?? 0, file is null ? new Payee() : Payee.Of(file), file is null ? null : DeathIn(file));
    }

    /// <summary>Day of death by the registry, if any.</summary>
    public static DateOnly? DeathIn(PersonFile file) =>
        file.Facts.GetValueOrDefault("diedOn")?.Value is { ValueKind: JsonValueKind.String } day ? day.Deserialize<DateOnly>() : null;
}

/// <summary>Asks the registry.</summary>
internal sealed class FactsOnRecord(IHttpClientFactory clients)
{
    /// <summary>As many persons as the registry answers at once.</summary>
    public const int Most = 500;

    /// <summary>What the registry holds on one person.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be asked.</exception>
    /// <exception cref="InvalidDataException">The registry holds a fact with a value of the wrong kind.</exception>
    public async Task<OnRecord> ReadAsync(
        Guid personId, Purpose purpose, string site, DateOnly appliedOn, Policy policy, CancellationToken ct)
    {
        using var response = await clients.CreateClient("registry").For(purpose).GetAsync(new Uri($"/persons/{personId}", UriKind.Relative), ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return OnRecord.Of(null, site, appliedOn, policy);
        response.EnsureSuccessStatusCode();
        return OnRecord.Of(await response.Content.ReadFromJsonAsync<PersonFile>(HallJson.Options, ct), site, appliedOn, policy);
    }

    /// <summary>The files of several persons, <see cref="Most"/> at most; without those whom the registry does not know.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<Guid, PersonFile>> ReadManyAsync(IReadOnlyCollection<Guid> persons, Purpose? purpose, CancellationToken ct)
    {
        using var response = await clients.CreateClient("registry").For(purpose)
            .PostAsJsonAsync(new Uri("/persons/files", UriKind.Relative), new { persons }, HallJson.Options, ct);
        response.EnsureSuccessStatusCode();
        var files = await response.Content.ReadFromJsonAsync<IReadOnlyList<PersonFile>>(HallJson.Options, ct);
        return files!.ToDictionary(file => file.PersonId);
    }

    /// <summary>Everybody in the registry, page by page in the order of their ids; the last page is empty.</summary>
    /// <param name="after">The last person of the page before; none for the first page.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="HttpRequestException">The registry cannot be asked.</exception>
    public async Task<IReadOnlyList<Guid>> ListAsync(Guid? after, CancellationToken ct) =>
        (await clients.CreateClient("registry").GetFromJsonAsync<IReadOnlyList<Guid>>(
            new Uri($"/persons?limit={Most}{(after is null ? "" : $"&after={after}")}", UriKind.Relative), HallJson.Options, ct))!;
}
