using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Wenden.Queue.Sites;

/// <summary>The sites of a district as <c>Sites/*.yaml</c> gives them. An operator can replace the file.</summary>
internal sealed class SiteFile
{
    public List<SiteEntry> Sites { get; init; } = [];

    /// <summary>Every file of the folder.</summary>
    /// <exception cref="InvalidDataException">A file breaks a rule; the message names every one.</exception>
    public static IReadOnlyList<SiteEntry> LoadAll(string folder)
    {
        var files = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToArray();
        return files.Length == 0
            ? throw new InvalidDataException($"{folder} holds no site file")
            : Check([.. files.SelectMany(file => Parse(File.ReadAllText(file), Path.GetFileName(file)))]);
    }

    /// <summary>One file's text.</summary>
    /// <exception cref="InvalidDataException">It breaks a rule; the message names every one.</exception>
    public static IReadOnlyList<SiteEntry> Read(string yaml) => Check(Parse(yaml, "sites"));

    private static List<SiteEntry> Parse(string yaml, string name)
    {
        try
        {
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<SiteFile>(yaml)?.Sites ?? [];
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException($"{name}, line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }

    private static List<SiteEntry> Check(List<SiteEntry> sites)
    {
        var errors = SiteChecks.Errors(sites).ToArray();
        return errors.Length == 0 ? sites : throw new InvalidDataException("Sites: " + string.Join("; ", errors));
    }
}

/// <summary>A site: the hall, a town office, an enterprise station.</summary>
internal sealed class SiteEntry
{
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public List<ZoneEntry> Zones { get; init; } = [];
}

/// <summary>Windows that share a line of visitors, and the letter of its tickets.</summary>
internal sealed class ZoneEntry
{
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public string Series { get; init; } = "";

    public WindowRange Windows { get; init; } = new();
}

/// <summary>Window numbers, both ends included.</summary>
internal sealed class WindowRange
{
    public int From { get; init; }

    public int To { get; init; }
}
