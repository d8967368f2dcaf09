using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace Wenden.Identity.Tokens;

/// <summary><c>/connect/logout</c>: signs out here, ends the session the identity token speaks of, and sends back to where the portal asked for.</summary>
internal static class EndSession
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapEndSession(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/logout", [HttpMethods.Get, HttpMethods.Post], HandleAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, IOpenIddictTokenManager tokens, CancellationToken ct)
    {
        if (context.GetOpenIddictServerResponse() is { Error: { } error })
            return Results.Redirect($"{context.Request.PathBase}/error?code={Uri.EscapeDataString(error)}");

        if ((await context.AuthenticateAsync(Scheme)).Principal?.GetAuthorizationId() is { } session)
            await tokens.RevokeByAuthorizationIdAsync(session, ct);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = $"{context.Request.PathBase}/signed-out" }, [Scheme]);
    }
}
