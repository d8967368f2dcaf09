namespace Wenden.Contracts;

/// <summary>
/// A valid citizen identity number (公民身份号码, GB 11643): six digits of region, eight of birth date, three of sequence and a check
/// character. Written in half-width characters with a capital <c>X</c>, however it was typed.
/// </summary>
public sealed record IdentityNumber
{
    private const string CheckCharacters = "10X98765432";
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private IdentityNumber(string text, DateOnly birthDate) => (Text, BirthDate) = (text, birthDate);

    /// <summary>All 18 characters. Not for logs and not for pages that others see: those take <see cref="Masked"/>.</summary>
    public string Text { get; }

    /// <summary>The day of birth that the number carries.</summary>
    public DateOnly BirthDate { get; }

    /// <summary><c>M</c> where the 17th digit is odd, <c>F</c> where it is even.</summary>
    public string Sex => Text[16] % 2 == 1 ? "M" : "F";

    /// <summary>The first six and the last four characters, stars between them.</summary>
    public string Masked => Mask(Text);

    /// <summary>Masked, so that a number written into a log line by mistake does no harm.</summary>
    public override string ToString() => Masked;

    /// <summary>Reads a number as people and card readers give it: lower-case x, full-width characters and spaces around it are taken.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="today">The hall's day; a birth date after it is refused.</param>
    /// <param name="number">The number, when the answer is <see cref="IdentityNumberFault.None"/>.</param>
    /// <returns>What is wrong with it, or <see cref="IdentityNumberFault.None"/>.</returns>
    public static IdentityNumberFault Read(string? text, DateOnly today, out IdentityNumber? number)
    {
        number = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length != 18)
            return IdentityNumberFault.Length;

        Span<char> characters = stackalloc char[18];
        for (var i = 0; i < 18; i++)
            characters[i] = HalfWidth(trimmed[i]);
        if (characters[..17].ContainsAnyExceptInRange('0', '9') || characters[0] == '0' || !CheckCharacters.Contains(characters[17]))
            return IdentityNumberFault.Characters;

        if (!TryReadDay(characters[6..14], out var birthDate) || birthDate > today)
            return IdentityNumberFault.BirthDate;
        if (characters[17] != CheckCharacter(characters[..17]))
            return IdentityNumberFault.CheckCharacter;

        number = new IdentityNumber(new string(characters), birthDate);
        return IdentityNumberFault.None;
    }

    /// <summary>The check character that belongs to the first 17 digits.</summary>
    /// <exception cref="ArgumentException">Not 17 digits.</exception>
    public static char CheckCharacter(ReadOnlySpan<char> digits)
    {
        if (digits.Length != 17 || digits.ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException("17 digits are wanted.", nameof(digits));

        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += (digits[i] - '0') * Weights[i];
        return CheckCharacters[sum % 11];
    }

    /// <summary>Masks 18 characters that need not be valid; anything of another length becomes stars altogether.</summary>
    public static string Mask(string text) => text.Length == 18 ? $"{text[..6]}********{text[^4..]}" : new string('*', text.Length);

    private static char HalfWidth(char character) => character switch
    {
        >= '\uFF01' and <= '\uFF5E' => Upper((char)(character - 0xFEE0)),
        _ => Upper(character),
    };

    private static char Upper(char character) => character == 'x' ? 'X' : character;

    private static bool TryReadDay(ReadOnlySpan<char> digits, out DateOnly day)
    {
        var (year, month, date) = (Number(digits[..4]), Number(digits[4..6]), Number(digits[6..8]));
        // Nobody alive or on file was born before 1800; such a year is a slip of the keyboard.
        var exists = year >= 1800 && month is >= 1 and <= 12 && date >= 1 && date <= DateTime.DaysInMonth(year, month);
        day = exists ? new DateOnly(year, month, date) : default;
        return exists;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + (digit - '0');
        return number;
    }
}

/// <summary>What is wrong with an identity number.</summary>
public enum IdentityNumberFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Not 18 characters.</summary>
    Length,

    /// <summary>A character that cannot stand where it stands, or a region that begins with 0.</summary>
    Characters,

    /// <summary>The birth date does not exist or lies in the future.</summary>
    BirthDate,

    /// <summary>The check character does not belong to the other 17.</summary>
    CheckCharacter,
}
