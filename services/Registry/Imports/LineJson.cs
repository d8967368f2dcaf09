using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Wenden.Registry.Imports;

/// <summary>How lines are read and written: strictly, without reflection.</summary>
[JsonSerializable(typeof(EmployerLine))]
[JsonSerializable(typeof(CareHomeLine))]
[JsonSerializable(typeof(HouseholdLine))]
[JsonSerializable(typeof(PersonLine))]
[JsonSerializable(typeof(ContributionLine))]
[JsonSerializable(typeof(BenefitLine))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class LineJson : JsonSerializerContext
{
    public static LineJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        MaxDepth = 8,
    });
}

/// <summary>A month as <c>2019-09</c>, held as its first day.</summary>
internal sealed class MonthConverter : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateOnly.TryParseExact(reader.GetString(), "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? month
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM", CultureInfo.InvariantCulture));
}
