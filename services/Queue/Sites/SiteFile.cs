using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Wenden.Queue.Sites;

/// <summary>The sites of a district as <c>Sites/*.yaml</c> gives them. An operator can replace the file.</summary>
internal sealed class SiteFile
{
    private static readonly IDeserializer _yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeConverter(new TimeConverter())
        .Build();

    /// <summary>Rules to be referred to by sites; not read themselves.</summary>
    public Dictionary<string, SiteRules> Rules { get; init; } = [];

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
            // The merging parser lets sites share rules: << stands for what another site has.
            return _yaml.Deserialize<SiteFile>(new MergingParser(new Parser(new StringReader(yaml))))?.Sites ?? [];
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

    /// <summary>Unified social credit code of the employer whose people an enterprise station serves.</summary>
    public string? StationOf { get; init; }

    public List<ZoneEntry> Zones { get; init; } = [];

    public SiteRules Rules { get; init; } = new();
}

/// <summary>Windows that share a line of visitors, and the letter of its tickets.</summary>
internal sealed class ZoneEntry
{
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public string Series { get; init; } = "";

    /// <summary>The letter of numbers that kiosks give out while the queue cannot be reached; none where they do not.</summary>
    public string? OfflineSeries { get; init; }

    /// <summary><c>any</c>, <c>instant</c> (only what is done on the spot) or <c>listed</c> (only <see cref="Items"/>).</summary>
    public string Takes { get; init; } = "any";

    public List<string> Items { get; init; } = [];

    public WindowRange Windows { get; init; } = new();
}

/// <summary>Window numbers, both ends included.</summary>
internal sealed class WindowRange
{
    public int From { get; init; }

    public int To { get; init; }
}

/// <summary>Times of day as <c>08:30</c>.</summary>
internal sealed class TimeConverter : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(TimeOnly) || type == typeof(TimeOnly?);

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var scalar = parser.Consume<YamlDotNet.Core.Events.Scalar>();
        return TimeOnly.TryParseExact(scalar.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is no time such as 08:30");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();
}
