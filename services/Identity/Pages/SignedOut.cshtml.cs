using Wenden.Identity.Settings;

namespace Wenden.Identity.Pages;

/// <summary>Nobody is signed in any more.</summary>
internal sealed class SignedOutModel(IdentitySettings settings) : HallPage(settings)
{
    private readonly IdentitySettings _settings = settings;

    public Uri Home => _settings.Home;
}
