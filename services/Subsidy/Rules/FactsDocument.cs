using System.Globalization;
using System.Text.Json;

namespace Wenden.Subsidy.Rules;

/// <summary>Facts as a JSON object: each value plain, or as <c>{ "value": …, "source": …, "asOf": … }</c>.</summary>
internal static class FactsDocument
{
    /// <summary>Reads every fact, and names all that is wrong at once: unknown names, and values of the wrong kind.</summary>
    public static (Facts Facts, IReadOnlyList<string> Unknown, IReadOnlyList<string> Invalid) Read(JsonElement document)
    {
        var facts = new Facts();
        var unknown = new List<string>();
        var invalid = new List<string>();

        foreach (var member in document.EnumerateObject())
        {
            if (!FactList.ByName.TryGetValue(member.Name, out var key))
                unknown.Add(member.Name);
            else if (member.Value.ValueKind == JsonValueKind.Null)
                continue;
            else if (ReadOne(facts, key, member.Value) is { } read)
                facts = read;
            else
                invalid.Add($"{key.Name} ({key.Expects})");
        }

        return (facts, unknown, invalid);
    }

    /// <summary>Writes what is known; <see cref="Read"/> gives the same facts back.</summary>
    public static string Write(Facts facts)
    {
        var known = new Dictionary<string, Dictionary<string, object>>();
        foreach (var key in FactList.All)
        {
            if (key.Of(facts) is not { } stated)
                continue;
            var entry = new Dictionary<string, object> { ["value"] = stated.Value };
            if (stated.Source is not null)
                entry["source"] = stated.Source;
            if (stated.AsOf is { } asOf)
                entry["asOf"] = asOf;
            known[key.Name] = entry;
        }

        return JsonSerializer.Serialize(known, HallJson.Options);
    }

    private static Facts? ReadOne(Facts facts, FactKey key, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return key.With(facts, json, source: null, asOf: null);

        JsonElement? value = null;
        string? source = null;
        DateOnly? asOf = null;
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "value":
                    value = member.Value;
                    break;
                case "source" when member.Value.ValueKind == JsonValueKind.String:
                    source = member.Value.GetString();
                    break;
                case "asOf" when member.Value.ValueKind == JsonValueKind.String
                    && DateOnly.TryParseExact(member.Value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                    asOf = day;
                    break;
                case "source" or "asOf" when member.Value.ValueKind == JsonValueKind.Null:
                    break;
                default:
                    return null;
            }
        }

        return value switch
        {
            null => null,
            { ValueKind: JsonValueKind.Null } => facts,
            { } known => key.With(facts, known, source, asOf),
        };
    }
}
