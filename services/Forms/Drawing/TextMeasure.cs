using System.Text;
using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>Measures text and breaks it into lines by the Chinese rules: anywhere but before closing or after opening punctuation.</summary>
internal sealed class TextMeasure(SKTypeface typeface) : IDisposable
{
    private const string NeverFirst = "·，。、；：？！）》”’」』】〕…,.;:?!)%";
    private const string NeverLast = "（《“‘「『【〔(";

    private readonly SKFont _font = new(typeface, 100) { LinearMetrics = true, Hinting = SKFontHinting.None, Subpixel = true };
    private readonly Dictionary<Rune, float> _advances = [];

    /// <summary>Width of one line in points.</summary>
    public float Width(string text, float size)
    {
        var width = 0f;
        foreach (var character in text.EnumerateRunes())
            width += Advance(character);
        return width * size;
    }

    /// <summary>The text in lines none of which is wider than <paramref name="width"/> points, unless one character alone is.</summary>
    public IReadOnlyList<string> Lines(string text, float size, float width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            var used = 0f;
            foreach (var unit in Units(paragraph))
            {
                var wide = Width(unit, size);
                if (used + Width(unit.TrimEnd(), size) > width && line.Length > 0)
                {
                    lines.Add(line.ToString().TrimEnd());
                    line.Clear();
                    used = 0;
                }

                if (wide <= width || unit.TrimEnd().EnumerateRunes().Count() == 1)
                {
                    line.Append(unit);
                    used += wide;
                    continue;
                }

                foreach (var character in unit.EnumerateRunes())
                {
                    var advance = Advance(character) * size;
                    if (used + advance > width && line.Length > 0)
                    {
                        lines.Add(line.ToString());
                        line.Clear();
                        used = 0;
                    }

                    line.Append(character);
                    used += advance;
                }
            }

            lines.Add(line.ToString().TrimEnd());
        }

        return lines;
    }

    public void Dispose() => _font.Dispose();

    // What must stay on one line: a word or number in Latin letters, or one character with the punctuation that clings to it.
    private static IEnumerable<string> Units(string paragraph)
    {
        var unit = new StringBuilder();
        Rune? last = null;
        foreach (var character in paragraph.EnumerateRunes())
        {
            if (last is { } before && MayBreak(before, character))
            {
                yield return unit.ToString();
                unit.Clear();
            }

            unit.Append(character);
            last = character;
        }

        if (unit.Length > 0)
            yield return unit.ToString();
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (Contains(NeverLast, before) || Contains(NeverFirst, after) || after.Value == ' ')
            return false;
        return !(IsWord(before) && IsWord(after));
    }

    private static bool IsWord(Rune character) => character.Value is > ' ' and < 0x2E80;

    private static bool Contains(string some, Rune character) => character.IsBmp && some.Contains((char)character.Value);

    private float Advance(Rune character)
    {
        if (!_advances.TryGetValue(character, out var advance))
            _advances[character] = advance = _font.MeasureText(character.ToString()) / 100;
        return advance;
    }
}
