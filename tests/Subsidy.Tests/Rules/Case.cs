using System.Text.Json;
using Wenden.Subsidy.Rules;
using YamlDotNet.RepresentationModel;

namespace Wenden.Subsidy.Tests.Rules;

/// <summary>One case of a case file: the facts, and everything that has to come out.</summary>
internal sealed record Case(
    string Name,
    Facts Facts,
    string Outcome,
    decimal Amount,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Failed,
    IReadOnlyList<string> Exclusions,
    IReadOnlyList<string> Missing,
    string? Place,
    IReadOnlyList<string> Because)
{
    public static IReadOnlyList<Case> ReadAll(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", file))));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var standard = (YamlMappingNode)root["base"];
        return [.. ((YamlSequenceNode)root["cases"]).Cast<YamlMappingNode>().Select(node => Read(standard, node))];
    }

    private static Case Read(YamlMappingNode standard, YamlMappingNode node)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (key, value) in standard.Children.Concat(Mapping(node, "with")?.Children.AsEnumerable() ?? []))
            values[$"{key}"] = ToJson(value);

        var (facts, unknown, invalid) = FactsDocument.Read(JsonSerializer.SerializeToElement(values));
        unknown.ShouldBeEmpty();
        invalid.ShouldBeEmpty();
        var gives = Mapping(node, "gives")!;
        return new Case(
            $"{node["name"]}",
            facts,
            $"{gives["outcome"]}",
            decimal.Parse($"{gives["amount"]}"),
            Texts(gives, "groups"),
            Texts(gives, "failed"),
            Texts(gives, "exclusions"),
            Texts(gives, "missing"),
            gives.Children.TryGetValue("place", out var place) ? $"{place}" : null,
            Texts(node, "because"));
    }

    private static YamlMappingNode? Mapping(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var found) ? (YamlMappingNode)found : null;

    private static string[] Texts(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? [.. ((YamlSequenceNode)list).Select(item => $"{item}")] : [];

    private static object? ToJson(YamlNode node) => node switch
    {
        YamlSequenceNode list => list.Select(ToJson).ToArray(),
        YamlScalarNode { Value: "null" } => null,
        YamlScalarNode { Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode scalar when int.TryParse(scalar.Value, out var number) => number,
        var scalar => $"{scalar}",
    };
}
