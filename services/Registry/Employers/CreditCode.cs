using System.Buffers;

namespace Wenden.Registry.Employers;

/// <summary>Unified social credit code (统一社会信用代码, GB 32100): 18 characters, the last one a check character modulo 31.</summary>
internal static class CreditCode
{
    // No I, O, S, V, Z: they are mistaken for digits.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>The code in half-width capitals, or null where it is none.</summary>
    public static string? Normalise(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length != 18)
            return null;

        Span<char> characters = stackalloc char[18];
        for (var i = 0; i < 18; i++)
            characters[i] = char.ToUpperInvariant(trimmed[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(trimmed[i] - 0xFEE0) : trimmed[i]);
        if (characters.ContainsAnyExcept(Allowed) || characters[2..8].ContainsAnyExceptInRange('0', '9'))
            return null;
        return characters[17] == CheckCharacter(characters[..17]) ? new string(characters) : null;
    }

    /// <summary>The check character that belongs to the first 17.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += Alphabet.IndexOf(characters[i]) * Weights[i];
        return Alphabet[(31 - sum % 31) % 31];
    }
}
