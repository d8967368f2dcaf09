using System.Diagnostics;
using System.Text.Json;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>A finished span as the table <c>spans</c> keeps it.</summary>
internal readonly record struct SpanRow(
    string TraceId, string SpanId, string? ParentSpanId, string Name, string Kind, DateTime StartedAt, TimeSpan Duration, string Status, string Attributes, string Events)
{
    public static SpanRow Of(Activity span) => new(
        span.TraceId.ToString(),
        span.SpanId.ToString(),
        span.ParentSpanId == default ? null : span.ParentSpanId.ToString(),
        span.DisplayName,
        span.Kind.ToString().ToLowerInvariant(),
        span.StartTimeUtc,
        span.Duration,
        span.Status.ToString().ToLowerInvariant(),
        Json(span.TagObjects),
        JsonSerializer.Serialize(span.Events.Select(e => new { e.Name, e.Timestamp, Tags = Texts(e.Tags) }), HallJson.Options));

    private static string Json(IEnumerable<KeyValuePair<string, object?>> tags) => JsonSerializer.Serialize(Texts(tags), HallJson.Options);

    private static Dictionary<string, object?> Texts(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var texts = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
            // PostgreSQL's jsonb takes no NUL.
            texts[name] = value is null or bool or int or long or double ? value : value.ToString()!.Replace("\0", "", StringComparison.Ordinal);
        return texts;
    }
}
