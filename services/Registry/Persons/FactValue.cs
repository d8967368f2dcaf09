using System.Globalization;
using System.Text.Json;
using Wenden.Registry.Imports;

namespace Wenden.Registry.Persons;

/// <summary>Whether a stated value fits the fact's definition.</summary>
internal static class FactValue
{
    private const int LongestList = 50;

    /// <summary>What is wrong with the value, or null. A null value is wrong: what is unknown is left out.</summary>
    public static Rejection? Check(FactDefinition fact, JsonElement value, DateOnly asOf)
    {
        try
        {
            return Fits(fact, value, asOf) ? null : new Rejection("fact.value", fact.Name);
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair cannot be made a text.
            return new Rejection("fact.value", fact.Name);
        }
    }

    /// <summary>1 to 200 characters, none of them a control character or half a surrogate pair.</summary>
    public static bool IsText(string text)
    {
        if (text.Length is 0 or > 200 || string.IsNullOrWhiteSpace(text))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return false;
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++))
                return false;
        }

        return true;
    }

    private static bool Fits(FactDefinition fact, JsonElement value, DateOnly asOf) => fact.Type switch
    {
        "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and < 1_000_000_000,
        "sex" => value.ValueKind == JsonValueKind.String && value.GetString() is "F" or "M",
        "text" => value.ValueKind == JsonValueKind.String && IsText(value.GetString()!) && fact.Values?.ContainsKey(value.GetString()!) != false,
        "day" => IsDay(fact, value, asOf),
        "days" => value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= LongestList
            && value.EnumerateArray().All(day => IsDay(fact, day, asOf)),
        _ => false,
    };

    private static bool IsDay(FactDefinition fact, JsonElement value, DateOnly asOf) =>
        value.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year >= 1800
        && !(fact.Past && day > asOf);
}
