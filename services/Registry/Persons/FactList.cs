using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Wenden.Registry.Persons;

/// <summary>The facts there are, from <c>Persons/facts.yaml</c>.</summary>
internal sealed partial class FactList
{
    private static readonly string[] Types = ["bool", "text", "number", "day", "days", "sex", "rows"];
    private static readonly string[] References = ["town", "care-home", "household"];

    private readonly Dictionary<string, FactDefinition> _byName;

    private FactList(List<FactDefinition> facts) => (All, _byName) = (facts, facts.ToDictionary(fact => fact.Name));

    public IReadOnlyList<FactDefinition> All { get; }

    public FactDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="InvalidDataException">The file breaks a rule; the message names every one.</exception>
    public static FactList Load() => Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Persons", "facts.yaml")));

    public static FactList Read(string yaml)
    {
        List<FactDefinition> facts;
        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            facts = reader.Deserialize<List<FactDefinition>>(yaml) ?? [];
        }
        catch (YamlException fault)
        {
            throw new InvalidDataException($"facts.yaml, line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}", fault);
        }

        string[] errors =
        [
            .. facts.SelectMany(Errors),
            .. facts.GroupBy(fact => fact.Name).Where(same => same.Count() > 1).Select(same => $"'{same.Key}' stands twice"),
        ];
        return errors.Length == 0 ? new FactList(facts) : throw new InvalidDataException("facts.yaml: " + string.Join("; ", errors));
    }

    private static IEnumerable<string> Errors(FactDefinition fact)
    {
        if (!CamelCase.IsMatch(fact.Name))
            yield return $"'{fact.Name}' is not a camelCase name";
        if (!Types.Contains(fact.Type))
            yield return $"'{fact.Name}': type '{fact.Type}' is none of {string.Join(", ", Types)}";
        if (fact.Zh.Length == 0 || fact.En.Length == 0)
            yield return $"'{fact.Name}' wants the labels zh and en";
        if (fact.Type is not ("text" or "sex") && fact.Values is not null)
            yield return $"'{fact.Name}': values belong to texts and to the sex";
        if (fact.Values is { } values && values.Any(value => value.Value is not { Zh.Length: > 0, En.Length: > 0 }))
            yield return $"'{fact.Name}': each value wants the labels zh and en";
        if (fact.Type != "text" && fact.RefersTo is not null)
            yield return $"'{fact.Name}': refersTo belongs to texts";
        if (fact.RefersTo is { } reference && !References.Contains(reference))
            yield return $"'{fact.Name}': refersTo '{reference}' is none of {string.Join(", ", References)}";
        if (fact.About is not (null or "employer"))
            yield return $"'{fact.Name}': about '{fact.About}' is not employer";
        if (fact.Past && fact.Type is not ("day" or "days"))
            yield return $"'{fact.Name}': past belongs to days";
    }

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CamelCase { get; }
}
