using System.Collections.Immutable;
using OpenIddict.Abstractions;
using Wenden.Identity.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wenden.Identity.Tokens;

/// <summary>What stands in tokens.</summary>
internal static class Principals
{
    public const string Site = "site";
    public const string Person = "person";

    /// <summary>Only in codes and refresh tokens: a session ends when the account's stamp changes.</summary>
    public const string Stamp = "stamp";

    private const string Scheme = "OpenIddict";

    public static ClaimsPrincipal OfAccount(Account account, ImmutableArray<string> scopes, IReadOnlyCollection<string>? roles = null, string? site = null)
    {
        var principal = Of(account.Id.ToString(), account.UserName!, roles ?? account.Roles, site is null ? account.Sites : [site], account.PersonId);
        principal.SetClaim(Stamp, account.SecurityStamp);
        principal.SetScopes(scopes);
        return principal;
    }

    /// <summary>A device or a service.</summary>
    public static ClaimsPrincipal OfClient(string clientId, string role, string site) =>
        Of(clientId, clientId, [role], [site], person: null).SetAccessTokenLifetime(Lifetimes.Clients);

    private static ClaimsPrincipal Of(string subject, string name, IEnumerable<string> roles, IEnumerable<string> sites, Guid? person)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject)
            .SetClaim(Claims.Name, name)
            .SetClaims(Claims.Role, [.. roles])
            .SetClaims(Site, [.. sites])
            .SetClaim(Person, person?.ToString());
        var principal = new ClaimsPrincipal(identity);
        principal.SetResources(TokenExtensions.Audience);
        principal.SetDestinations(static claim => claim.Type switch
        {
            Stamp => [],
            _ => [Destinations.AccessToken, Destinations.IdentityToken],
        });
        return principal;
    }
}
