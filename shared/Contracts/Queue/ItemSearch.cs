namespace Wenden.Contracts.Queue;

/// <summary>
/// Finds items as visitors look for them: by a piece of the name, by the first letters of its pinyin (拼音首字母), by number. The letters come from
/// <c>initials.txt</c>: the 3,755 characters that GB/T 2312 orders by their reading, a line per letter; a few with two readings stand in both.
/// </summary>
public static class ItemSearch
{
    private static readonly Dictionary<char, string> _initials = Load();

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

    private static int PlaceOf(Item item, string wanted)
    {
        var place = item.Name.IndexOf(wanted, StringComparison.OrdinalIgnoreCase);
        if (place < 0)
            place = PlaceOfInitials(item.Name, wanted);
        return place >= 0 ? place : item.NameEn.IndexOf(wanted, StringComparison.OrdinalIgnoreCase);
    }

    private static int PlaceOfInitials(string name, string wanted)
    {
        // Brackets and slashes are not typed.
        var letters = name.Where(char.IsLetterOrDigit).ToArray();
        for (var start = 0; start + wanted.Length <= letters.Length; start++)
        {
            if (wanted.Select((letter, i) => Reads(letters[start + i], letter)).All(fits => fits))
                return start;
        }

        return -1;
    }

    private static bool Reads(char character, char letter) =>
        _initials.TryGetValue(character, out var readings) ? readings.Contains(letter) : char.ToLowerInvariant(character) == letter;

    private static Dictionary<char, string> Load()
    {
        using var stream = typeof(ItemSearch).Assembly.GetManifestResourceStream("initials.txt")!;
        using var text = new StreamReader(stream);
        var initials = new Dictionary<char, string>();
        while (text.ReadLine() is { Length: > 1 } line)
        {
            foreach (var character in line.AsSpan(1))
                initials[character] = initials.GetValueOrDefault(character) + line[0];
        }

        return initials;
    }
}
