namespace Wenden.Contracts.Queue;

/// <summary>
/// Finds items as people look for them: by a piece of the name, by its pinyin, whole or the first letters (拼音首字母) or a mixture, by number. The readings
/// come from <c>pinyin.txt</c>: a line per syllable with the characters of GB/T 2312, level 1, that are read so; ü is v, as on a keyboard.
/// </summary>
public static class ItemSearch
{
    private static readonly Dictionary<char, List<string>> _readings = Load();

    /// <summary>Items that fit, those whose name begins so first. None for an empty query.</summary>
    public static IReadOnlyList<Item> Find(IReadOnlyList<Item> items, string query)
    {
        var wanted = query.Trim().ToLowerInvariant();
        if (wanted == "")
            return [];
        if (int.TryParse(wanted, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return [.. items.Where(item => item.Number.ToString("0", System.Globalization.CultureInfo.InvariantCulture).StartsWith(wanted, StringComparison.Ordinal))
                .OrderBy(item => item.Number != number)];
        return [.. from item in items let place = PlaceOf(item, wanted) where place >= 0 orderby place > 0 select item];
    }

    /// <summary>Where in a name the query begins, in letters from 0; -1 where the name does not fit.</summary>
    /// <param name="name">Chinese name.</param>
    /// <param name="query">A piece of it, or of its pinyin; not empty.</param>
    public static int PlaceIn(string name, string query)
    {
        var place = name.IndexOf(query, StringComparison.OrdinalIgnoreCase);
        return place >= 0 ? place : PlaceOfPinyin(name, query.ToLowerInvariant());
    }

    private static int PlaceOf(Item item, string wanted)
    {
        var place = PlaceIn(item.Name, wanted);
        return place >= 0 ? place : item.NameEn.IndexOf(wanted, StringComparison.OrdinalIgnoreCase);
    }

    private static int PlaceOfPinyin(string name, string wanted)
    {
        // Brackets and slashes are not typed.
        var letters = name.Where(char.IsLetterOrDigit).ToArray();
        for (var start = 0; start < letters.Length; start++)
        {
            if (Begins(letters.AsSpan(start), wanted))
                return start;
        }

        return -1;
    }

    /// <summary>Whether the query is made of the readings in their order, each whole or its first letter; the last may be broken off anywhere.</summary>
    private static bool Begins(ReadOnlySpan<char> letters, ReadOnlySpan<char> wanted)
    {
        if (wanted.IsEmpty)
            return true;
        if (letters.IsEmpty)
            return false;
        foreach (var reading in ReadingsOf(letters[0]))
        {
            var common = wanted.CommonPrefixLength(reading);
            if (common == wanted.Length
                || (common == reading.Length && Begins(letters[1..], wanted[common..]))
                || (common > 0 && Begins(letters[1..], wanted[1..])))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> ReadingsOf(char character) =>
        _readings.TryGetValue(character, out var readings) ? readings : [char.ToLowerInvariant(character).ToString()];

    private static Dictionary<char, List<string>> Load()
    {
        using var stream = typeof(ItemSearch).Assembly.GetManifestResourceStream("pinyin.txt")!;
        using var text = new StreamReader(stream);
        var all = new Dictionary<char, List<string>>();
        while (text.ReadLine()?.Split(' ') is [var reading, var characters])
        {
            foreach (var character in characters)
            {
                if (all.TryGetValue(character, out var readings))
                    readings.Add(reading);
                else
                    all[character] = [reading];
            }
        }

        return all;
    }
}
