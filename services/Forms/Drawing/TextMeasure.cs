using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>Measures text and breaks it into lines by the Chinese rules: anywhere but before closing or after opening punctuation.</summary>
/// <param name="typeface">Where to measure a character for the first time.</param>
/// <param name="advances">Widths known so far, at size 1; a character is as wide in every typeface cut from the font.</param>
internal sealed class TextMeasure(SKTypeface typeface, ConcurrentDictionary<Rune, float> advances) : IDisposable
{
    private const string NeverFirst = "·，。、；：？！）》”’」』】〕…,.;:?!)%";
    private const string NeverLast = "（《“‘「『【〔(";

    private readonly SKFont _font = new(typeface, 100) { LinearMetrics = true, Hinting = SKFontHinting.None, Subpixel = true };
    private readonly Dictionary<string, Unit[]> _units = [];

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
            foreach (var unit in UnitsOf(paragraph))
            {
                var wide = unit.Width * size;
                if (used + unit.WidthAtEnd * size > width && line.Length > 0)
                {
                    lines.Add(line.ToString().TrimEnd());
                    line.Clear();
                    used = 0;
                }

                if (wide <= width || unit.IsOne)
                {
                    line.Append(unit.Text);
                    used += wide;
                    continue;
                }

                foreach (var character in unit.Text.EnumerateRunes())
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

    // One paragraph is tried in several sizes.
    private Unit[] UnitsOf(string paragraph)
    {
        if (!_units.TryGetValue(paragraph, out var units))
            _units[paragraph] = units = [.. Units(paragraph).Select(text => new Unit(text, Width(text, 1), Width(text.TrimEnd(), 1), text.TrimEnd().EnumerateRunes().Count() == 1))];
        return units;
    }

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

    /// <param name="Text">With the blank after it.</param>
    /// <param name="Width">At size 1.</param>
    /// <param name="WidthAtEnd">At size 1, where the line ends after it.</param>
    /// <param name="IsOne">Whether it cannot be parted.</param>
    private readonly record struct Unit(string Text, float Width, float WidthAtEnd, bool IsOne);

    private float Advance(Rune character) =>
        advances.TryGetValue(character, out var known) ? known : advances[character] = _font.MeasureText(character.ToString()) / 100;
}
