using Microsoft.IdentityModel.JsonWebTokens;

namespace Wenden.Portal.SignIn;

/// <summary>Who is signed in, by the claims of the access token: the portal shows what the services will grant.</summary>
internal static class Person
{
    /// <summary>Id of the session, in hexadecimal. Only the portal knows this claim.</summary>
    public const string SessionClaim = "portal-session";

    private static readonly string[] _claims = ["sub", "name", "role", "site", "person"];

    public static ClaimsPrincipal From(string accessToken)
    {
        // It came straight from the token endpoint; that it is genuine is for the services to check.
        var token = new JsonWebToken(accessToken);
        var identity = new ClaimsIdentity("portal", "name", "role");
        identity.AddClaims(token.Claims.Where(claim => _claims.Contains(claim.Type)).Select(claim => new Claim(claim.Type, claim.Value)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Id of the session; null where nobody is signed in by cookie.</summary>
    public static byte[]? SessionId(this ClaimsPrincipal person) =>
        person.FindFirst(SessionClaim)?.Value is { } id ? Convert.FromHexString(id) : null;
}
