using System.Text.RegularExpressions;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>Keeps identity numbers (GB 11643) out of logs and traces: the first six and the last four characters stay.</summary>
public static partial class PersonalData
{
    /// <summary><paramref name="text"/> with every identity number in it masked, <c>371003********1234</c>.</summary>
    public static string Mask(string text) =>
        text.Length < 18 ? text : IdentityNumber().Replace(text, match => string.Concat(match.ValueSpan[..6], "********", match.ValueSpan[14..]));

    /// <summary>As <see cref="Mask(string)"/>, for a value that may not be text.</summary>
    internal static object? Mask(object? value) => value switch
    {
        string text => Mask(text),
        string[] texts => Array.ConvertAll(texts, Mask),
        _ => value,
    };

    // Full-width digits and x are what an input method produces; they are the same number.
    [GeneratedRegex(
        @"(?<![0-9A-Za-z\uFF10-\uFF19])[0-9\uFF10-\uFF19]{17}[0-9\uFF10-\uFF19Xx\uFF38\uFF58](?![0-9A-Za-z\uFF10-\uFF19])",
        RegexOptions.CultureInvariant)]
    private static partial Regex IdentityNumber();
}
