using Wenden.Identity.Settings;

namespace Wenden.Identity.Pages;

/// <summary>Says in plain words what went wrong; a code from the address chooses among known texts only.</summary>
internal sealed class ErrorModel(IdentitySettings settings, IStringLocalizer<Texts> texts) : HallPage(settings)
{
    private readonly IdentitySettings _settings = settings;

    public string Text { get; private set; } = "";

    public string? Trace { get; private set; }

    public Uri Home => _settings.Home;

    public void OnGet(string? code, string? trace)
    {
        var known = texts[$"error.{code}"];
        Text = known.ResourceNotFound ? texts["error.other"] : known;
        Trace = trace is { Length: 32 } && trace.All(char.IsAsciiHexDigitLower) ? trace : null;
    }
}
