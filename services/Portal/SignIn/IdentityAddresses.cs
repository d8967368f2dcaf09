using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Wenden.Portal.SignIn;

/// <summary>
/// One identity service, two ways to it: the browser goes through the gateway to the issuer, the portal straight to
/// <c>http://identity</c>. Metadata names whichever address it was asked at; here each endpoint gets the one that its caller can reach.
/// </summary>
internal sealed class IdentityAddresses(string issuer) : IConfigurationRetriever<OpenIdConnectConfiguration>
{
    /// <summary>Where the portal reaches it, found by service discovery.</summary>
    public const string Inside = "http://identity";

    public const string Metadata = $"{Inside}/.well-known/openid-configuration";

    public string Issuer { get; } = issuer.TrimEnd('/');

    public static IdentityAddresses From(IConfiguration configuration) => new(
        configuration["Identity:Issuer"]
        ?? throw new InvalidOperationException("The setting Identity:Issuer is missing: the address of the identity service as browsers see it."));

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(address, new InsideRetriever(this, retriever), cancel);
        configuration.AuthorizationEndpoint = ForBrowser(configuration.AuthorizationEndpoint);
        configuration.EndSessionEndpoint = ForBrowser(configuration.EndSessionEndpoint);
        configuration.TokenEndpoint = ForPortal(configuration.TokenEndpoint);
        configuration.UserInfoEndpoint = ForPortal(configuration.UserInfoEndpoint);
        configuration.PushedAuthorizationRequestEndpoint = ForPortal(configuration.PushedAuthorizationRequestEndpoint);
        return configuration;
    }

    public string? ForBrowser(string? endpoint) => endpoint is null ? null : Issuer + PathOf(endpoint);

    public string? ForPortal(string? endpoint) => endpoint is null ? null : Inside + PathOf(endpoint);

    private string PathOf(string endpoint) =>
        endpoint.StartsWith(Issuer + "/", StringComparison.OrdinalIgnoreCase) ? endpoint[Issuer.Length..] : new Uri(endpoint).PathAndQuery;

    /// <summary>The keys are fetched inside, whatever address the metadata gives for them.</summary>
    private sealed class InsideRetriever(IdentityAddresses addresses, IDocumentRetriever next) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
            next.GetDocumentAsync(addresses.ForPortal(address)!, cancel);
    }
}
