using Wenden.Registry.Employers;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Wenden.Registry.Sites;

/// <summary>The hall, its town offices and enterprise stations, and the region codes (GB/T 2260) of district and city, from <c>Sites/sites.yaml</c>.</summary>
internal sealed class SiteList
{
    public string Hall { get; init; } = "";

    public string District { get; init; } = "";

    public string City { get; init; } = "";

    public List<Town> Towns { get; init; } = [];

    public List<Station> Stations { get; init; } = [];

    /// <summary>The employers whose people alone the caller may see; null where there is no such limit.</summary>
    public string[]? EmployersFor(ClaimsPrincipal caller)
    {
        var stations = caller.Sites().Select(site => Stations.Find(station => station.Code == site)).ToArray();
        return stations.Length == 0 || stations.Contains(null) ? null : [.. stations.Select(station => station!.Employer)];
    }

    public bool HasTown(string code) => Find(code) is not null;

    public string? TownName(string code) => Find(code)?.Name;

    private Town? Find(string code) => Towns.Find(town => town.Code == code);

    /// <exception cref="InvalidDataException">The file breaks a rule; the message names every one.</exception>
    public static SiteList Load() => Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sites", "sites.yaml")));

    public static SiteList Read(string yaml)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        var sites = reader.Deserialize<SiteList>(yaml);
        string[] errors =
        [
            .. sites.Errors(),
            .. sites.Towns.GroupBy(town => town.Code).Where(same => same.Count() > 1).Select(same => $"town '{same.Key}' stands twice"),
        ];
        return errors.Length == 0 ? sites : throw new InvalidDataException("sites.yaml: " + string.Join("; ", errors));
    }

    private IEnumerable<string> Errors()
    {
        if (Hall.Length == 0)
            yield return "hall is missing";
        if (!IsRegion(District, 6))
            yield return $"district '{District}' is not six digits";
        if (!IsRegion(City, 4) || !District.StartsWith(City))
            yield return $"city '{City}' is not the first four digits of the district";
        if (Towns.Count == 0)
            yield return "towns are missing";
        foreach (var station in Stations.Where(station => station.Code.Length == 0 || CreditCode.Normalise(station.Employer) != station.Employer))
            yield return $"station '{station.Code}' wants a code and its employer's credit code";
        foreach (var town in Towns.Where(town => town.Code.Length == 0 || town.Name.Length == 0))
            yield return $"town '{town.Code}' wants a code and a name";
    }

    private static bool IsRegion(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);
}

/// <summary>An enterprise station (企业服务站), with the unified social credit code of its employer.</summary>
internal sealed class Station
{
    public string Code { get; init; } = "";

    public string Employer { get; init; } = "";
}

internal sealed class Town
{
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";
}
