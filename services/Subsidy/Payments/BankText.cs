using System.Globalization;
using System.Text;

namespace Wenden.Subsidy.Payments;

/// <summary>Text as the bank reads it: GB 18030, on one line, as CSV or in columns whose widths count bytes.</summary>
internal static class BankText
{
    /// <summary>Refuses what it cannot carry; nothing becomes a question mark.</summary>
    public static readonly Encoding Encoding =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    // A spreadsheet that opens the file would run what begins so.
    private const string Formula = "=+-@＝＋－＠";

    /// <summary>Whether <paramref name="text"/> goes into a column of <paramref name="width"/> bytes whole and unchanged, in both forms of the file.</summary>
    public static bool Fits(string? text, int width)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() != text || Formula.Contains(text[0]))
            return false;
        try
        {
            return Encoding.GetByteCount(text) <= width && text.EnumerateRunes().All(IsVisible);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>One line of CSV (RFC 4180) without its end.</summary>
    public static byte[] Csv(IEnumerable<Cell> cells) => Encoding.GetBytes(string.Join(',', cells.Select(cell => Quoted(cell.Text))));

    /// <summary>One line of columns without its end: numbers at the right after zeros, texts at the left before spaces.</summary>
    /// <exception cref="InvalidDataException">A value is longer than its column.</exception>
    public static byte[] Columns(IEnumerable<Cell> cells)
    {
        using var line = new MemoryStream();
        foreach (var cell in cells)
        {
            var bytes = Encoding.GetBytes(cell.Text);
            if (bytes.Length > cell.Width)
                throw new InvalidDataException($"A value of {bytes.Length} bytes does not go into a column of {cell.Width}.");
            var filling = Enumerable.Repeat((byte)(cell.IsNumber ? '0' : ' '), cell.Width - bytes.Length).ToArray();
            line.Write(cell.IsNumber ? filling : bytes);
            line.Write(cell.IsNumber ? bytes : filling);
        }

        return line.ToArray();
    }

    /// <summary>The cells of one line of CSV; null where quotes stand wrong.</summary>
    public static IReadOnlyList<string>? Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var position = 0;
        while (true)
        {
            cell.Clear();
            if (position < line.Length && line[position] == '"')
            {
                for (position++; ; position++)
                {
                    if (position >= line.Length)
                        return null;
                    if (line[position] == '"' && (++position >= line.Length || line[position] != '"'))
                        break;
                    cell.Append(line[position]);
                }
            }
            else
            {
                for (; position < line.Length && line[position] != ','; position++)
                    cell.Append(line[position]);
            }

            cells.Add(cell.ToString());
            if (position == line.Length)
                return cells;
            if (line[position++] != ',')
                return null;
        }
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    // The replacement character stands where an earlier hand lost one.
    private static bool IsVisible(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}

/// <summary>One value of a line.</summary>
/// <param name="Text">The value.</param>
/// <param name="Width">Bytes of its column.</param>
/// <param name="IsNumber">Whether it is filled up with zeros.</param>
internal readonly record struct Cell(string Text, int Width, bool IsNumber = false)
{
    public static Cell Of(long number, int width) => new($"{number}", width, IsNumber: true);
}
