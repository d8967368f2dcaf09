using Wenden.Contracts.Forms;
using Wenden.Contracts.Registry;

namespace Wenden.Forms.Filling;

/// <summary>Where the values of forms come from.</summary>
internal static class PersonReading
{
    /// <summary>What the registry holds on a person now, and on the employer for whom they act.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be reached or does not know the person.</exception>
    public static async Task<PersonFile> PersonAsync(this IHttpClientFactory clients, Guid personId, string? employerCode, Guid caseId, CancellationToken ct)
    {
        var employer = employerCode is null ? "" : $"?employer={Uri.EscapeDataString(employerCode)}";
        return await clients.CreateClient("registry").For(Purpose.Case(caseId)).GetFromJsonAsync<PersonFile>($"/persons/{personId}{employer}", HallJson.Options, ct)
            ?? throw new InvalidDataException("The registry answered nothing.");
    }

    /// <summary>The person as they will be once other items of the case are done: what these produce stands above what the registry holds.</summary>
    public static PersonFile With(this PersonFile person, IReadOnlyDictionary<string, ProducedFact> produced)
    {
        if (produced.Count == 0)
            return person;
        var facts = person.Facts.ToDictionary();
        foreach (var (name, fact) in produced)
            facts[name] = new Fact { Value = fact.Value, Source = $"本次办理 {fact.By}", AsOf = fact.On };
        return person with { Facts = facts };
    }
}
