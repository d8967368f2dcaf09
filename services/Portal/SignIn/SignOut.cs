using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Wenden.Portal.SignIn;

/// <summary><c>POST /sign-out</c>: ends the session here and at the identity service. A form of the portal, with its antiforgery token.</summary>
internal static class SignOut
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", HandleAsync).RequireAuthorization();

    /// <summary>Taking a form, even an empty one, makes the endpoint ask for the antiforgery token.</summary>
    internal sealed record SignOutForm;

    private static async Task<Results<SignOutHttpResult, RedirectHttpResult>> HandleAsync(HttpContext context, [FromForm] SignOutForm form)
    {
        var session = await context.AuthenticateAsync();
        // A device has no session at the identity service.
        if (session.Properties?.Items.ContainsKey(SessionStore.DeviceProperty) == true)
        {
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return TypedResults.Redirect("/device");
        }

        return TypedResults.SignOut(
            new AuthenticationProperties { RedirectUri = "/signed-out" },
            [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
    }
}
