using Wenden.Contracts.Identity;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Halls;

/// <summary>
/// The secrets by which services and devices prove themselves to identity. All follow from one random text in the data folder, so that a second
/// start has the same.
/// </summary>
internal sealed class IdentitySecrets
{
    private readonly string _text;

    private IdentitySecrets(string text) => _text = text;

    public static async Task<IdentitySecrets> OfFolderAsync(string dataFolder, CancellationToken cancellation)
    {
        var folder = Path.Combine(dataFolder, HallModel.Identity);
        Directory.CreateDirectory(folder);
        return new IdentitySecrets(await Secret.OfFolderAsync(folder, user: null, cancellation));
    }

    /// <summary>The secret of a service's or a device's client.</summary>
    public string Of(string client) => Secret.Derive(_text, $"client {client}");

    /// <summary>Opens the files with the sites' seals.</summary>
    public string SealPassword => Secret.Derive(_text, "seals");

    /// <summary>What the service is told of identity: who issues tokens and its own secret, and identity everything.</summary>
    public void GiveTo(HallEnvironment environment, string service, Uri? issuer)
    {
        if (issuer is null)
            return;
        environment.Set("Identity__Issuer", issuer.AbsoluteUri).Set("Identity__ClientSecret", Of(service));
        if (service != HallModel.Identity)
            return;

        environment.Set("Identity__Sample", "true").Set("Identity__KeyPassword", Secret.Derive(_text, "keys"));
        foreach (var client in HallModel.Services.Select(other => other.Name).Concat(SampleHall.Devices.Select(device => device.Name)))
            environment.Set($"Identity__ClientSecrets__{client.Replace('-', '_')}", Of(client));
        environment.Set("Identity__RedirectUris__0", new Uri(issuer, "/signin-oidc").AbsoluteUri)
            .Set("Identity__PostLogoutRedirectUris__0", new Uri(issuer, "/signout-callback-oidc").AbsoluteUri)
            .Set("Identity__PostLogoutRedirectUris__1", new Uri(issuer, "/").AbsoluteUri);
    }
}
