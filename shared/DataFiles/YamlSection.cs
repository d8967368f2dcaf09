using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wenden.DataFiles;

/// <summary>
/// A mapping of a data file that is read key by key. What is absent, of the wrong kind or never asked for is noted with its line, and reading goes
/// on with a default, so that a file's errors come all at once; what was read is worth something only if none was noted.
/// </summary>
public sealed class YamlSection
{
    private readonly string _file;
    private readonly YamlMappingNode? _node;
    private readonly string _path;
    private readonly List<string> _errors;
    private readonly HashSet<string> _asked = [];
    private readonly List<YamlSection> _parts = [];

    private YamlSection(string file, YamlMappingNode? node, string path, List<string> errors) =>
        (_file, _node, _path, _errors) = (file, node, path, errors);

    /// <summary>The outermost mapping of a file; null, with the error noted, where the file is missing or not one YAML mapping.</summary>
    public static YamlSection? Open(string path, List<string> errors)
    {
        var file = Path.GetFileName(path);
        if (File.Exists(path))
            return Parse(file, File.ReadAllText(path), errors);
        errors.Add($"{file}: not found");
        return null;
    }

    /// <summary>The outermost mapping of a text; null, with the error noted, where it is not one YAML mapping.</summary>
    /// <param name="file">What errors call it.</param>
    /// <param name="yaml">The text.</param>
    /// <param name="errors">Where errors are noted.</param>
    public static YamlSection? Parse(string file, string yaml, List<string> errors)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return new YamlSection(file, root, "", errors);
            errors.Add($"{file}: not one YAML mapping");
        }
        catch (YamlException broken)
        {
            errors.Add($"{file}:{broken.Start.Line}: {broken.Message}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's answer to a file that ends inside a list or a mapping.
            errors.Add($"{file}: ends too early");
        }

        return null;
    }

    /// <summary>Notes an error of the section as a whole.</summary>
    public void Complain(string what) => Note(_node, _path.Length == 0 ? what : $"{_path}: {what}");

    /// <summary>Whether the key is there. It then counts as asked for.</summary>
    public bool Has(string key)
    {
        _asked.Add(key);
        return _node?.Children.ContainsKey(key) == true;
    }

    /// <summary>A text of at least one character.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What it is where the key is absent; the key must be there when not given.</param>
    public string Text(string key, string? otherwise = null)
    {
        if (Find(key, otherwise is not null) is not { } value)
            return otherwise ?? "";
        if (value is YamlScalarNode { Value: { Length: > 0 } text })
            return text;
        Wrong(value, key, "a text");
        return "";
    }

    /// <summary>A whole number in decimal digits, <paramref name="least"/> or more.</summary>
    public int Whole(string key, int least = 0) => Read<int>(key, $"a whole number from {least}", text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null);

    /// <summary>A number between two others, ends included.</summary>
    public float Number(string key, float least, float most, float? otherwise = null) =>
        Read(key, $"a number from {least} to {most}", text => NumberIn(text, least, most), otherwise);

    /// <summary>One number or more, each between two others, ends included.</summary>
    public IReadOnlyList<float> Numbers(string key, float least, float most)
    {
        if (Find(key) is not { } value)
            return [];
        var numbers = (value as YamlSequenceNode)?.Children.Select(one => one is YamlScalarNode { Value: { } text } ? NumberIn(text, least, most) : null).ToList();
        if (numbers is { Count: > 0 } && !numbers.Contains(null))
            return [.. numbers.Select(number => number!.Value)];
        Wrong(value, key, $"numbers from {least} to {most}");
        return [];
    }

    /// <summary>An amount in yuan.</summary>
    public decimal Money(string key) => Read<decimal>(key, "an amount in yuan above 0", text =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0 ? amount : null);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool? otherwise = null) =>
        Read(key, "true or false", text => text switch { "true" => true, "false" => false, _ => null }, otherwise);

    /// <summary>A day as <c>yyyy-MM-dd</c>.</summary>
    public DateOnly Day(string key) => Read<DateOnly>(key, "a day such as 2019-10-01", text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);

    /// <summary>A name of the enumeration in lower case.</summary>
    public T OneOf<T>(string key, T? otherwise = null)
        where T : struct, Enum =>
        Read(key, $"one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}", text =>
            Enum.TryParse<T>(text, ignoreCase: true, out var value) && text.All(char.IsAsciiLetter) ? value : null, otherwise);

    /// <summary>A list of texts, <paramref name="least"/> or more.</summary>
    public IReadOnlyList<string> Texts(string key, int least = 0)
    {
        if (Find(key) is not { } value)
            return [];
        if (value is YamlSequenceNode list && list.Children.Count >= least && list.Children.All(one => one is YamlScalarNode { Value.Length: > 0 }))
            return [.. list.Children.Select(one => ((YamlScalarNode)one).Value!)];
        Wrong(value, key, "a list of texts");
        return [];
    }

    /// <summary>Texts by their keys; none where the key is absent.</summary>
    public IReadOnlyDictionary<string, string> TextsByKey(string key)
    {
        var texts = new Dictionary<string, string>();
        if (Find(key, isOptional: true) is not { } value)
            return texts;
        if (value is YamlMappingNode map && map.Children.All(pair => pair.Value is YamlScalarNode))
            return map.Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString());
        Wrong(value, key, "texts by their keys");
        return texts;
    }

    /// <summary>A mapping inside this one.</summary>
    public YamlSection Section(string key) => Part(Find(key), PathOf(key));

    /// <summary>A list of mappings, <paramref name="least"/> or more.</summary>
    public IReadOnlyList<YamlSection> Sections(string key, int least = 0)
    {
        if (Find(key) is not { } value)
            return [];
        if (value is YamlSequenceNode list && list.Children.Count >= least)
            return [.. list.Children.Select(one => Part(one, ""))];
        Wrong(value, key, "a list");
        return [];
    }

    /// <summary>Mappings by their keys.</summary>
    public IReadOnlyList<(string Key, YamlSection Section)> SectionsByKey(string key)
    {
        if (Find(key) is not { } value)
            return [];
        if (value is YamlMappingNode map)
            return [.. map.Children.Select(pair => (pair.Key.ToString(), Part(pair.Value, $"{PathOf(key)}.{pair.Key}")))];
        Wrong(value, key, "a mapping");
        return [];
    }

    /// <summary>Notes every key, here and in the sections that were read, that nobody asked for: a mistyped word must not pass as an absent one.</summary>
    public void Close()
    {
        foreach (var key in _node?.Children.Keys.Where(key => !_asked.Contains(key.ToString())) ?? [])
            Note(key, $"unknown word {PathOf(key.ToString())}");
        _parts.ForEach(part => part.Close());
    }

    private T Read<T>(string key, string wanted, Func<string, T?> parse, T? otherwise = null)
        where T : struct
    {
        if (Find(key, otherwise is not null) is not { } value)
            return otherwise ?? default;
        if (value is YamlScalarNode { Value: { } text } && parse(text) is { } read)
            return read;
        Wrong(value, key, wanted);
        return default;
    }

    private static float? NumberIn(string text, float least, float most) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private YamlNode? Find(string key, bool isOptional = false)
    {
        if (Has(key))
            return _node!.Children[key];
        // Of a section that is itself missing nothing more is said.
        if (_node is not null && !isOptional)
            Note(_node, $"{PathOf(key)} is missing");
        return null;
    }

    private YamlSection Part(YamlNode? value, string path)
    {
        if (value is not null and not YamlMappingNode)
            Note(value, $"{(path.Length == 0 ? "an entry of a list" : path)} wants a mapping");
        var part = new YamlSection(_file, value as YamlMappingNode, path, _errors);
        _parts.Add(part);
        return part;
    }

    private void Wrong(YamlNode value, string key, string wanted) => Note(value, $"{PathOf(key)} wants {wanted}");

    private void Note(YamlNode? place, string what) => _errors.Add(place is null ? $"{_file}: {what}" : $"{_file}:{place.Start.Line}: {what}");

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
