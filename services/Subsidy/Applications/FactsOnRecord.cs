using System.Net;
using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>The facts an application is judged on: what the registry holds, with the day and the office of the application itself.</summary>
internal sealed class FactsOnRecord(IHttpClientFactory clients)
{
    private const string Intake = "业务受理";

    /// <summary>Facts and the version of the person's file; version 0 for a person the registry does not know.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be asked.</exception>
    /// <exception cref="InvalidDataException">The registry holds a fact with a value of the wrong kind.</exception>
    public async Task<(Facts Facts, long Version)> ReadAsync(
        Guid personId, Purpose purpose, string site, DateOnly appliedOn, Policy policy, CancellationToken ct)
    {
        var file = await ReadFileAsync(personId, purpose, ct);
        var facts = new Facts();
        foreach (var (name, fact) in file?.Facts ?? new Dictionary<string, Fact>())
        {
            if (!FactList.ByName.TryGetValue(name, out var key) || fact.Value.ValueKind == JsonValueKind.Null)
                continue;
            facts = key.With(facts, fact.Value, fact.Source, fact.AsOf)
                ?? throw new InvalidDataException($"The registry's {name} of person {personId} is not {key.Expects}.");
        }

        var office = policy.DistrictHallSites.Contains(site) ? Office.DistrictHall : Office.TownOffice;
        facts = facts with
        {
            AppliedOn = new Stated<DateOnly>(appliedOn, Intake, appliedOn),
            ReceivingOffice = new Stated<Office>(office, Intake, appliedOn),
        };
        return (facts, file?.Version ?? 0);
    }

    private async Task<PersonFile?> ReadFileAsync(Guid personId, Purpose purpose, CancellationToken ct)
    {
        using var response = await clients.CreateClient("registry").For(purpose).GetAsync(new Uri($"/persons/{personId}", UriKind.Relative), ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<PersonFile>(HallJson.Options, ct);
    }
}
