using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wenden.Intake.Catalogue;

/// <summary>A mapping of a data file, read key by key; every error is noted with its line, none stops the reading.</summary>
internal sealed class YamlSection(string file, YamlMappingNode node, List<string> errors)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>The outermost mapping; null, with the error noted, where the text is not one YAML mapping.</summary>
    public static YamlSection? Parse(string file, string yaml, List<string> errors)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return new YamlSection(file, root, errors);
            errors.Add($"{file}: not one YAML mapping");
        }
        catch (YamlException broken)
        {
            errors.Add($"{file}:{broken.Start.Line}: {broken.Message}");
        }
        catch (InvalidOperationException broken)
        {
            // What the parser throws at the end of a file with an open bracket.
            errors.Add($"{file}: {broken.Message}");
        }

        return null;
    }

    public void Complain(string what) => errors.Add($"{file}:{node.Start.Line}: {what}");

    public string Text(string key)
    {
        if (Take(key) is YamlScalarNode { Value: { Length: > 0 } text })
            return text;
        Complain($"{key} wants a text");
        return "";
    }

    public int Number(string key) => Parsed<int>(key, "a whole number from 0", text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    public bool Flag(string key) => Parsed<bool>(key, "true or false", text => text switch { "true" => true, "false" => false, _ => null });

    public DateOnly Day(string key) => Parsed<DateOnly>(key, "a day such as 2019-10-01", text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);

    public T OneOf<T>(string key)
        where T : struct, Enum =>
        Parsed<T>(key, $"one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}", text =>
            Enum.TryParse<T>(text, ignoreCase: true, out var value) && text.All(char.IsAsciiLetterLower) ? value : null);

    public IReadOnlyList<string> Texts(string key)
    {
        if (Take(key) is YamlSequenceNode list && list.Children.All(one => one is YamlScalarNode { Value.Length: > 0 }))
            return [.. list.Children.Select(one => ((YamlScalarNode)one).Value!)];
        Complain($"{key} wants a list of texts");
        return [];
    }

    public YamlSection Section(string key) => Of(Take(key), key);

    public IReadOnlyList<YamlSection> Sections(string key)
    {
        if (Take(key) is YamlSequenceNode list)
            return [.. list.Children.Select(one => Of(one, key))];
        Complain($"{key} wants a list");
        return [];
    }

    public IReadOnlyList<(string Key, YamlSection Section)> Named(string key)
    {
        if (Take(key) is YamlMappingNode map)
            return [.. map.Children.Select(pair => (pair.Key.ToString(), Of(pair.Value, pair.Key.ToString())))];
        Complain($"{key} wants a mapping");
        return [];
    }

    /// <summary>Complains of every key nobody asked for: a mistyped word must not pass as an absent one.</summary>
    public void Close()
    {
        foreach (var key in node.Children.Keys.Where(key => !_asked.Contains(key.ToString())))
            errors.Add($"{file}:{key.Start.Line}: unknown word {key}");
    }

    private T Parsed<T>(string key, string wanted, Func<string, T?> parse)
        where T : struct
    {
        if (Take(key) is YamlScalarNode { Value: { } text } && parse(text) is { } value)
            return value;
        Complain($"{key} wants {wanted}");
        return default;
    }

    private YamlSection Of(YamlNode? from, string key)
    {
        if (from is YamlMappingNode map)
            return new YamlSection(file, map, errors);
        Complain($"{key} wants a mapping");
        return new YamlSection(file, [], errors);
    }

    private YamlNode? Take(string key)
    {
        _asked.Add(key);
        return node.Children.TryGetValue(key, out var value) ? value : null;
    }
}
