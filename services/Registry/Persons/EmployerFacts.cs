using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Registry.Persons;

/// <summary>An employer as it stands in the registry.</summary>
internal sealed record EmployerRow(string Code, string Name, string Region, string Facts, string Source, DateOnly AsOf);

/// <summary>
/// Facts about the employer that a person stands for: the one they act for (经办人), else their last one. Whoever comes to the hall for an employer
/// is so known by it, and its forms need not be filled in.
/// </summary>
internal static class EmployerFacts
{
    public static IEnumerable<(string Name, Fact Fact)> Of(EmployerRow employer)
    {
        yield return Known("employer", JsonSerializer.SerializeToElement(employer.Name));
        yield return Known("employerCode", JsonSerializer.SerializeToElement(employer.Code));
        yield return Known("employerRegion", JsonSerializer.SerializeToElement(employer.Region));
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(employer.Facts)!)
            yield return Known(name, value);

        (string, Fact) Known(string name, JsonElement value) => (name, new Fact { Value = value, Source = employer.Source, AsOf = employer.AsOf });
    }
}
