using System.Text.RegularExpressions;

namespace Wenden.Subsidy.Programmes;

/// <summary>
/// A sentence in two languages with places for values: <c>{birthDate}</c> for the value of a fact, <c>{fact}</c> for the label of the fact
/// that decided.
/// </summary>
internal sealed partial class Template(Text text)
{
    private readonly (string Literal, string? Name)[] _zh = Split(text.Zh);
    private readonly (string Literal, string? Name)[] _en = Split(text.En);

    public Text Text { get; } = text;

    public IEnumerable<string> Names => _zh.Concat(_en).Select(piece => piece.Name).OfType<string>().Distinct();

    public Text Fill(Func<string, Text> valueOf) =>
        new(
            string.Concat(_zh.Select(piece => piece.Name is null ? piece.Literal : piece.Literal + valueOf(piece.Name).Zh)),
            string.Concat(_en.Select(piece => piece.Name is null ? piece.Literal : piece.Literal + valueOf(piece.Name).En)));

    private static (string Literal, string? Name)[] Split(string text)
    {
        var pieces = new List<(string, string?)>();
        var at = 0;
        foreach (Match match in Place().Matches(text))
        {
            pieces.Add((text[at..match.Index], match.Groups["name"].Value));
            at = match.Index + match.Length;
        }

        pieces.Add((text[at..], null));
        return [.. pieces];
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
