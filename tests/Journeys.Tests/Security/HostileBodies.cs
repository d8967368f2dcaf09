using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wenden.Journeys.Tests.Security;

/// <summary>Bodies that no honest program sends, made from what a call says it takes.</summary>
internal static class HostileBodies
{
    private static readonly string[] _texts =
        ["\0", "' or 1=1; drop table persons; --", "<script>alert(1)</script>", "../../etc/passwd", "${jndi:ldap://x}", new('长', 100_000), "\u202e\u200b"];

    /// <summary>Whether the call takes a JSON object at all.</summary>
    public static bool TryFind(Call call, out JsonElement schema)
    {
        schema = default;
        return call.Operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
            && json.TryGetProperty("schema", out schema);
    }

    /// <summary>Never to be taken: each is refused with 4xx.</summary>
    public static IEnumerable<string> Malformed(Call call, JsonElement schema)
    {
        var good = Sample(call, schema)!;
        if (call.Operation.GetProperty("requestBody").TryGetProperty("required", out var required) && required.GetBoolean())
        {
            yield return "";
            yield return "null";
        }

        yield return "{";
        yield return "[]";
        yield return "\"text\"";
        yield return new string('[', 2_000) + new string(']', 2_000);
        yield return $"{{\"unheardOf\":{string.Concat(Enumerable.Repeat("{\"a\":", 500))}1{new string('}', 501)}";
        if (good is not JsonObject fields)
            yield break;
        foreach (var (name, value) in fields)
        {
            var text = value?.ToJsonString() ?? "null";
            var rest = string.Concat(fields.Where(field => field.Key != name).Select(field => $",\"{field.Key}\":{field.Value?.ToJsonString() ?? "null"}"));
            yield return $"{{\"{name}\":{text},\"{name}\":{text}{rest}}}";
            foreach (var other in new[] { "{\"a\":1}", "[[]]", "1e999", "\"\\ud800\"" })
                yield return $"{{\"{name}\":{other}{rest}}}";
        }
    }

    /// <summary>Text that means something elsewhere, in every field for text: taken as text or refused, and never an error of ours.</summary>
    public static IEnumerable<string> Strange(Call call, JsonElement schema)
    {
        if (Sample(call, schema) is not JsonObject good)
            yield break;
        foreach (var name in good.Where(field => field.Value?.GetValueKind() == JsonValueKind.String).Select(field => field.Key).ToList())
        {
            foreach (var text in _texts)
            {
                var body = good.DeepClone().AsObject();
                body[name] = text;
                yield return body.ToJsonString();
            }
        }
    }

    private static JsonNode? Sample(Call call, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Sample(call, call.Description.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        if (schema.TryGetProperty("enum", out var values))
            return JsonNode.Parse(values[0].GetRawText());
        if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices))
            return Sample(call, choices.EnumerateArray().Last());
        var types = !schema.TryGetProperty("type", out var type) ? [] : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()).ToArray() : [type.GetString()];
        if (types.Contains("object"))
            return schema.TryGetProperty("properties", out var properties)
                ? new JsonObject(properties.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Sample(call, property.Value))))
                : new JsonObject();
        if (types.Contains("array"))
            return new JsonArray(Sample(call, schema.GetProperty("items")));
        if (types.Contains("integer") || types.Contains("number"))
            return 1;
        if (types.Contains("boolean"))
            return true;
        return schema.TryGetProperty("format", out var format)
            ? format.GetString() switch { "uuid" => Guid.CreateVersion7().ToString(), "date" => "2019-10-21", "date-time" => "2019-10-21T09:00:00+08:00", _ => "x" }
            : "x";
    }
}
