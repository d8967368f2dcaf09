using System.Text.RegularExpressions;

namespace Wenden.Queue;

/// <summary>Codes of sites, zones and service items: up to 64 lower-case letters and digits, with single hyphens inside.</summary>
internal static partial class Codes
{
    private const int MaximumLength = 64;

    public static bool IsCode(string text) => text.Length <= MaximumLength && Code().IsMatch(text);

    /// <summary>Whether it is one line of text that says something: no control characters, which the database would not take either.</summary>
    public static bool IsLine(string text, int longest) => text.Length <= longest && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    // \z, because $ would let a line break pass at the end.
    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Code();
}
