using System.Globalization;
using System.Text.Json;

namespace Wenden.Subsidy.Rules;

/// <summary>The kinds of values that facts have in JSON.</summary>
internal static class FactKinds
{
    public static FactKey<bool> Flag(string name, Func<Facts, Stated<bool>?> get, Func<Facts, Stated<bool>?, Facts> set) =>
        new(name, "true | false", get, set, ReadFlag, value => value);

    public static FactKey<int> Count(string name, Func<Facts, Stated<int>?> get, Func<Facts, Stated<int>?, Facts> set) =>
        new(name, "0, 1, 2, …", get, set, ReadCount, value => value);

    public static FactKey<DateOnly> Day(string name, Func<Facts, Stated<DateOnly>?> get, Func<Facts, Stated<DateOnly>?, Facts> set) =>
        new(name, "yyyy-MM-dd", get, set, ReadDay, value => value);

    public static FactKey<IReadOnlyList<DateOnly>> Days(
        string name, Func<Facts, Stated<IReadOnlyList<DateOnly>>?> get, Func<Facts, Stated<IReadOnlyList<DateOnly>>?, Facts> set) =>
        new(name, "[yyyy-MM-dd, …]", get, set, ReadDays, value => value);

    public static FactKey<T> Word<T>(
        string name, Func<Facts, Stated<T>?> get, Func<Facts, Stated<T>?, Facts> set, params (string Text, T Value)[] words)
        where T : struct, Enum =>
        new(
            name,
            string.Join(" | ", words.Select(word => word.Text)),
            get,
            set,
            (JsonElement json, out T value) =>
            {
                var text = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
                var found = Array.Find(words, word => word.Text == text);
                value = found.Value;
                return found.Text is not null;
            },
            value => Array.Find(words, word => EqualityComparer<T>.Default.Equals(word.Value, value)).Text);

    private static bool ReadFlag(JsonElement json, out bool value)
    {
        value = json.ValueKind == JsonValueKind.True;
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    private static bool ReadCount(JsonElement json, out int value)
    {
        value = 0;
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDecimal(out var number))
            return false;

        // 36.0 is the same count as 36.
        if (number is < 0 or > int.MaxValue || number != decimal.Truncate(number))
            return false;
        value = (int)number;
        return true;
    }

    private static bool ReadDay(JsonElement json, out DateOnly value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    private static bool ReadDays(JsonElement json, out IReadOnlyList<DateOnly> value)
    {
        value = [];
        if (json.ValueKind != JsonValueKind.Array)
            return false;

        var days = new List<DateOnly>();
        foreach (var item in json.EnumerateArray())
        {
            if (!ReadDay(item, out var day))
                return false;
            days.Add(day);
        }

        value = days;
        return true;
    }
}
