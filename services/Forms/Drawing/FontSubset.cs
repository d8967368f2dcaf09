using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>
/// The font of the forms. Loaded and prepared once (some 0.3 s); every document then gets its own typeface that holds the document's
/// characters and nothing else, because Skia embeds a font whole and would else write 12 MB a form, with 人 found again as the radical ⼈.
/// </summary>
internal sealed class FontSubset : IDisposable
{
    /// <summary>Stands for a character that the font lacks: the geta mark (U+3013), which printers use for a missing type.</summary>
    public const char MissingMark = '〓';

    private static readonly string[] LayoutTables = ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "BASE"];

    private readonly FaceHandle _face;
    private readonly HashSet<int> _characters;
    private readonly Lock _cutting = new();

    private FontSubset(FaceHandle face, HashSet<int> characters)
    {
        _face = face;
        _characters = characters;
    }

    /// <summary>Loads the TrueType file at <paramref name="path"/>.</summary>
    /// <exception cref="FileNotFoundException">The font or the HarfBuzz library is not installed; the message names the package.</exception>
    public static FontSubset Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"Font {path} not found. Install the package fonts-babelstone-han, or set Forms:Font.", path);

        try
        {
            using var file = HarfBuzz.OpenFile(path);
            using var raw = HarfBuzz.CreateFace(file, 0);
            using var set = HarfBuzz.CreateSet();
            HarfBuzz.CollectCharacters(raw, set);
            var characters = new HashSet<int>();
            for (var character = uint.MaxValue; HarfBuzz.Next(set, ref character);)
                characters.Add((int)character);
            if (!characters.Contains(MissingMark))
                throw new InvalidDataException($"Font {path} has no {MissingMark} (U+3013), the mark for a character that it lacks.");

            return new FontSubset(HarfBuzz.Preprocess(raw), characters);
        }
        catch (DllNotFoundException missing)
        {
            throw new FileNotFoundException("HarfBuzz not found. Install the package libharfbuzz-subset0.", missing);
        }
    }

    /// <summary>
    /// Whether the font can draw the character. Private-use characters it cannot, whatever it has there: each system means another one by them.
    /// </summary>
    public bool Has(Rune character) =>
        Rune.GetUnicodeCategory(character) != UnicodeCategory.PrivateUse && _characters.Contains(character.Value);

    /// <summary>The text with every character that the font lacks replaced by <see cref="MissingMark"/>; those found are added to <paramref name="lacking"/>.</summary>
    public string Drawable(string text, ISet<Rune> lacking)
    {
        var drawable = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            if (character.Value == '\n' || Has(character))
            {
                drawable.Append(character);
                continue;
            }

            lacking.Add(character);
            drawable.Append(MissingMark);
        }

        return drawable.ToString();
    }

    /// <summary>A typeface with exactly the characters of <paramref name="texts"/>. The caller disposes it.</summary>
    public SKTypeface Cut(IEnumerable<string> texts)
    {
        using var input = HarfBuzz.CreateInput();
        HarfBuzz.SetFlags(input, HarfBuzz.NoHinting);
        var wanted = HarfBuzz.WantedCharacters(input);
        foreach (var character in texts.SelectMany(text => text.EnumerateRunes()).Where(Has))
            HarfBuzz.Add(wanted, (uint)character.Value);
        var dropped = HarfBuzz.WantedSet(input, HarfBuzz.DroppedTables);
        foreach (var table in LayoutTables)
            HarfBuzz.Add(dropped, (uint)((table[0] << 24) | (table[1] << 16) | (table[2] << 8) | table[3]));

        // HarfBuzz 6 does not say that a prepared face may be cut on two threads at once; one cut takes 0.2 ms.
        lock (_cutting)
        {
            using var cut = HarfBuzz.Cut(_face, input);
            if (cut.IsInvalid)
                throw new InvalidOperationException("HarfBuzz could not cut the font.");
            using var file = HarfBuzz.FileOf(cut);
            var start = HarfBuzz.Data(file, out var length);
            using var data = SKData.CreateCopy(start, (ulong)length);
            return SKTypeface.FromData(data) ?? throw new InvalidOperationException("Skia does not read the font that HarfBuzz cut.");
        }
    }

    public void Dispose() => _face.Dispose();
}
