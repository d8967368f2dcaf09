using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wenden.Forms.Templates;

/// <summary>A mapping of a data file that is read key by key, collecting every error with its line instead of stopping at the first.</summary>
internal sealed class YamlPart(string file, YamlMappingNode node, List<string> errors)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>The file's outermost mapping; nothing, and an error, when it is no YAML mapping.</summary>
    public static YamlPart? Open(string path, List<string> errors)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var text = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
                return new YamlPart(name, root, errors);
            errors.Add($"{name}: not one YAML mapping");
        }
        catch (YamlException broken)
        {
            errors.Add($"{name}:{broken.Start.Line}: {broken.Message}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's answer to a file that ends inside a list or a mapping.
            errors.Add($"{name}: ends too early");
        }
        catch (FileNotFoundException)
        {
            errors.Add($"{name}: not found");
        }

        return null;
    }

    public void Complain(string what) => errors.Add($"{file}:{node.Start.Line}: {what}");

    public bool Has(string key) => node.Children.ContainsKey(key);

    public string Text(string key, string? otherwise = null)
    {
        if (Take(key) is YamlScalarNode { Value: { Length: > 0 } value })
            return value;
        if (otherwise is null || Has(key))
            Complain($"{key} wants a text");
        return otherwise ?? "";
    }

    public float Number(string key, float least, float most, float? otherwise = null)
    {
        if (!Has(key) && otherwise is { } value)
            return value;
        return Number(key, Take(key), least, most);
    }

    public bool Flag(string key, bool otherwise)
    {
        if (!Has(key))
            return otherwise;
        if (Take(key) is YamlScalarNode { Value: { } text } && bool.TryParse(text, out var value))
            return value;
        Complain($"{key} wants true or false");
        return otherwise;
    }

    public DateOnly Day(string key)
    {
        if (DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Complain($"{key} wants a day such as 2019-01-01");
        return default;
    }

    public T OneOf<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (!Has(key))
            return otherwise;
        if (Enum.TryParse<T>(Text(key), ignoreCase: true, out var value))
            return value;
        Complain($"{key} wants one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return otherwise;
    }

    public IReadOnlyList<float> Numbers(string key, float least, float most)
    {
        if (Take(key) is YamlSequenceNode { Children.Count: > 0 } list)
            return [.. list.Children.Select(one => Number(key, one, least, most))];
        Complain($"{key} wants a list of numbers");
        return [];
    }

    public IReadOnlyDictionary<string, string> Texts(string key) =>
        Take(key) is YamlMappingNode map
            ? map.Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString())
            : new Dictionary<string, string>();

    public IEnumerable<YamlPart> List(string key)
    {
        if (Take(key) is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            Complain($"{key} wants a list");
            yield break;
        }

        foreach (var one in list.Children)
        {
            if (one is YamlMappingNode map)
                yield return new YamlPart(file, map, errors);
            else
                errors.Add($"{file}:{one.Start.Line}: {key} wants mappings");
        }
    }

    public IEnumerable<(string Name, YamlPart Part)> Parts(string key)
    {
        if (Take(key) is not YamlMappingNode map)
        {
            Complain($"{key} wants a mapping");
            yield break;
        }

        foreach (var (name, value) in map.Children)
        {
            if (value is YamlMappingNode part)
                yield return (name.ToString(), new YamlPart(file, part, errors));
            else
                errors.Add($"{file}:{value.Start.Line}: {name} wants a mapping");
        }
    }

    /// <summary>Complains of every key that nobody has asked for: a mistyped word must not pass as an absent one.</summary>
    public void RefuseOthers()
    {
        foreach (var key in node.Children.Keys.Where(key => !_asked.Contains(key.ToString())))
            errors.Add($"{file}:{key.Start.Line}: unknown word {key}");
    }

    private YamlNode? Take(string key)
    {
        _asked.Add(key);
        return node.Children.TryGetValue(key, out var value) ? value : null;
    }

    private float Number(string key, YamlNode? from, float least, float most)
    {
        if (from is YamlScalarNode { Value: { } text }
            && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most)
            return value;
        Complain($"{key} wants a number from {least} to {most}");
        return least;
    }
}
