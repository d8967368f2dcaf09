using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Wenden.Subsidy.Programmes;

/// <summary>
/// Reads one mapping of a YAML file key by key. What is absent, of the wrong kind or never asked for goes to the list of errors with its
/// place, and reading goes on, so that a file's errors come all at once.
/// </summary>
internal sealed class YamlSection
{
    private readonly YamlMappingNode? _node;
    private readonly string _path;
    private readonly List<string> _errors;
    private readonly HashSet<string> _asked = [];
    private readonly List<YamlSection> _sections = [];

    public YamlSection(YamlNode? node, string path, List<string> errors)
    {
        _node = node as YamlMappingNode;
        _path = path;
        _errors = errors;
        if (node is not null && _node is null)
            _errors.Add($"line {node.Start.Line}: {path} has to be a mapping");
    }

    public IReadOnlyList<string> Keys => _node?.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "").ToArray() ?? [];

    public YamlSection Section(string key)
    {
        var section = new YamlSection(Find(key), PathOf(key), _errors);
        _sections.Add(section);
        return section;
    }

    public string Text(string key)
    {
        if (Find(key) is not { } node)
            return "";
        if (node is YamlScalarNode { Value: { Length: > 0 } value })
            return value;
        Wrong(node, key, "a text");
        return "";
    }

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public bool Has(string key) => _node?.Children.ContainsKey(new YamlScalarNode(key)) == true;

    public Text Words(string key)
    {
        var section = Section(key);
        return new Text(section.Text("zh"), section.Text("en"));
    }

    public int Whole(string key, int least) =>
        Parse(key, $"a whole number from {least}", (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least);

    public decimal Money(string key) =>
        Parse(key, "an amount in yuan above 0", (string text, out decimal value) =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value > 0);

    public DateOnly Day(string key) =>
        Parse(key, "a day as yyyy-MM-dd", (string text, out DateOnly value) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } node)
            return [];
        if (node is YamlSequenceNode { Children: { Count: > 0 } items } && items.All(item => item is YamlScalarNode { Value.Length: > 0 }))
            return [.. items.Cast<YamlScalarNode>().Select(item => item.Value!)];
        Wrong(node, key, "a list of texts");
        return [];
    }

    public void Fault(string message) => _errors.Add($"{_path}: {message}");

    /// <summary>Names every key, here and below, that nobody asked for.</summary>
    public void RejectUnknown()
    {
        foreach (var key in _node?.Children.Keys ?? Enumerable.Empty<YamlNode>())
        {
            if (key is not YamlScalarNode { Value: { } name } || !_asked.Contains(name))
                _errors.Add($"line {key.Start.Line}: {PathOf(key.ToString())} is unknown");
        }

        _sections.ForEach(section => section.RejectUnknown());
    }

    private delegate bool Parser<T>(string text, out T value);

    private T Parse<T>(string key, string expected, Parser<T> parse)
        where T : struct
    {
        if (Find(key) is not { } node)
            return default;
        if (node is YamlScalarNode { Value: { } text } && parse(text, out var value))
            return value;
        Wrong(node, key, expected);
        return default;
    }

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        if (_node is null)
            return null;
        if (_node.Children.TryGetValue(new YamlScalarNode(key), out var node))
            return node;
        _errors.Add($"line {_node.Start.Line}: {PathOf(key)} is missing");
        return null;
    }

    private void Wrong(YamlNode node, string key, string expected) =>
        _errors.Add($"line {node.Start.Line}: {PathOf(key)} has to be {expected}");

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
