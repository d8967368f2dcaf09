using System.Globalization;

namespace Wenden.Subsidy.Reports;

/// <summary>Cells of a CSV file (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>
    /// A text or a number. A text that a spreadsheet would take for a formula begins with an apostrophe, which makes it a text there too; one with commas,
    /// quotes or line ends is quoted.
    /// </summary>
    public static string Of(object? value)
    {
        if (value is not string text)
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        // Also behind blanks, and as full-width characters, which some programs read as the same.
        if (text.TrimStart() is [var first, ..] && "=+-@＝＋－＠".Contains(first, StringComparison.Ordinal) || text is ['\t' or '\r' or '\n', ..])
            text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
