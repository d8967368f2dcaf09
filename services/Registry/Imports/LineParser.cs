using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Wenden.Registry.Imports;

/// <summary>One JSON object to one <see cref="ImportLine"/>, of the kind that its member <c>kind</c> names.</summary>
internal static class LineParser
{
    public static readonly IReadOnlyList<string> Kinds = ["employer", "careHome", "household", "person", "contribution", "benefit"];

    /// <summary>The members that lines of <paramref name="kind"/> have.</summary>
    public static JsonTypeInfo TypeOf(string kind) => kind switch
    {
        "employer" => LineJson.Strict.EmployerLine,
        "careHome" => LineJson.Strict.CareHomeLine,
        "household" => LineJson.Strict.HouseholdLine,
        "person" => LineJson.Strict.PersonLine,
        "contribution" => LineJson.Strict.ContributionLine,
        "benefit" => LineJson.Strict.BenefitLine,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of line."),
    };

    /// <summary>The line, or why it cannot be read.</summary>
    public static (ImportLine? Line, Rejection? Rejection) Parse(ReadOnlySequence<byte> json)
    {
        try
        {
            var kind = KindOf(json);
            return kind is not null && Kinds.Contains(kind)
                ? ((ImportLine?)Read(json, TypeOf(kind)), null)
                : (null, new Rejection("line.kind", kind ?? ""));
        }
        catch (JsonException fault)
        {
            return (null, fault.Path is { Length: > 2 } path ? new Rejection("line.member", path[2..]) : new Rejection("line.json"));
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair passes the tokenizer and fails when it is made a string.
            return (null, new Rejection("line.json"));
        }
    }

    /// <summary>The kind that a line names, if it can be made out; for the count of rejected lines.</summary>
    public static string? TryKindOf(ReadOnlySequence<byte> json)
    {
        try
        {
            return KindOf(json) is { } kind && Kinds.Contains(kind) ? kind : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The line as it came, at most 2,000 bytes of it, without what PostgreSQL cannot store.</summary>
    public static string Excerpt(ReadOnlySequence<byte> line) =>
        Encoding.UTF8.GetString(line.Slice(0, Math.Min(line.Length, 2000))).Replace('\0', '\uFFFD');

    private static string? KindOf(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("kind");
            reader.Read();
            if (found)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        return null;
    }

    private static object? Read(ReadOnlySequence<byte> json, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(json);
        var line = JsonSerializer.Deserialize(ref reader, type);
        // What follows the object on the same line makes the line unreadable, not shorter.
        if (reader.Read())
            throw new JsonException();
        return line;
    }
}
