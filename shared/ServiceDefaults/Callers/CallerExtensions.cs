using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>Who calls, and who may.</summary>
public static class CallerExtensions
{
    private const string SiteClaim = "site";
    private const string PersonClaim = "person";
    private static readonly AuthorizationPolicy _ownSite = new AuthorizationPolicyBuilder().AddRequirements(new OwnSite()).Build();

    /// <summary>
    /// Lets in callers with one of <paramref name="roles"/>. Where the route names a <c>{site}</c>, only those who belong to it.
    /// </summary>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, params string[] roles) => endpoint
        .RequireAuthorization(new AuthorizeAttribute { Roles = string.Join(',', roles) })
        .RequireAuthorization(_ownSite);

    /// <summary>The account name, the one that records carry.</summary>
    public static string AccountName(this ClaimsPrincipal caller) =>
        caller.Identity?.Name ?? throw new InvalidOperationException("The endpoint lets in callers without a name.");

    /// <summary>The person in the registry who a citizen's account is; none for all others.</summary>
    public static Guid? PersonId(this ClaimsPrincipal caller) => Guid.TryParse(caller.FindFirstValue(PersonClaim), out var person) ? person : null;

    /// <summary>Codes of the sites that the caller belongs to; <c>*</c> is every site.</summary>
    public static IEnumerable<string> Sites(this ClaimsPrincipal caller) => caller.FindAll(SiteClaim).Select(claim => claim.Value);

    /// <summary>Whether the caller belongs to <paramref name="site"/>; the site <c>*</c> is every site.</summary>
    public static bool ActsAt(this ClaimsPrincipal caller, string site) =>
        caller.HasClaim(claim => claim.Type == SiteClaim && (claim.Value == site || claim.Value == "*"));
}
