using OpenIddict.Validation.AspNetCore;
using Wenden.Contracts.Identity;
using Wenden.Identity.Settings;
using Wenden.Identity.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wenden.Identity.Tokens;

internal static class TokenExtensions
{
    /// <summary>Whom access tokens are for: every service of the hall.</summary>
    public const string Audience = "wenden";

    /// <summary>OpenIddict's server, and validation of its own tokens at identity's own endpoints.</summary>
    public static void AddTokens(this WebApplicationBuilder builder, IdentitySettings settings)
    {
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityStore>().ReplaceDefaultEntities<Guid>())
            .AddServer(server => Configure(server, settings))
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore().DisableAccessTokenExtractionFromBodyForm().DisableAccessTokenExtractionFromQueryString();
                validation.AddAudiences(Audience);
                // A revoked token is refused here at once, without waiting for /stopped.
                validation.EnableTokenEntryValidation();
            });
        builder.Services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        builder.Services.AddHostedService<PruneTokens>();
    }

    public static void MapTokens(this WebApplication app)
    {
        app.MapAuthorize();
        app.MapExchangeToken();
        app.MapEndSession();
    }

    private static void Configure(OpenIddictServerBuilder server, IdentitySettings settings)
    {
        server.SetIssuer(settings.Issuer!)
            .SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetEndSessionEndpointUris("connect/logout")
            .SetRevocationEndpointUris("connect/revoke");

        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
            .AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow();
        if (settings.Sample)
            server.AllowCustomFlow(SampleHall.ScriptGrant);

        server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.OfflineAccess)
            .RegisterClaims(Claims.Name, Claims.Role, Principals.Site, Principals.Person);
        server.DisableAccessTokenEncryption()
            .SetAccessTokenLifetime(Lifetimes.People)
            .SetIdentityTokenLifetime(Lifetimes.People)
            .SetRefreshTokenLifetime(settings.Idle)
            .SetRefreshTokenReuseLeeway(settings.ReuseLeeway);
        // Code challenges that carry the verifier itself protect nothing.
        server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));

        // Services talk HTTP among themselves; towards browsers TLS ends at the gateway.
        server.UseAspNetCore()
            .DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableErrorPassthrough();
    }
}
