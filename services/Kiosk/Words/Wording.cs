using System.Globalization;
using System.Resources;

namespace Wenden.Kiosk.Words;

/// <summary>Texts in the language that the visitor has chosen. Both languages are always there, also without the portal.</summary>
internal sealed class Wording
{
    private static readonly ResourceManager _chinese = new("Wenden.Kiosk.Words.Chinese", typeof(Wording).Assembly);
    private static readonly ResourceManager _english = new("Wenden.Kiosk.Words.English", typeof(Wording).Assembly);

    public bool IsEnglish { get; set; }

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public string Language => IsEnglish ? "en" : "zh";

    public string this[string key] => (IsEnglish ? _english : _chinese).GetString(key, CultureInfo.InvariantCulture) ?? key;

    public string this[string key, params object[] arguments] => string.Format(CultureInfo.InvariantCulture, this[key], arguments);

    /// <summary>The one of two names that the visitor reads.</summary>
    public string Of(string chinese, string english) => IsEnglish && english != "" ? english : chinese;

    /// <summary>A number as it is spoken: characters one by one.</summary>
    public string Spoken(string number) =>
        string.Join(' ', number.Select(character => !IsEnglish && char.IsAsciiDigit(character) ? "零一二三四五六七八九"[character - '0'] : character));
}
