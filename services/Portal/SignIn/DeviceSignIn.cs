using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Wenden.Portal.SignIn;

/// <summary>
/// <c>POST /device</c>: a kiosk or board is set up once with its device name and secret. The secret stays in the session, in the database
/// and encrypted, since a device has nobody who could type it again.
/// </summary>
internal static class DeviceSignIn
{
    public static void MapDeviceSignIn(this IEndpointRouteBuilder routes) => routes.MapPost("/device/sign-in", HandleAsync).AllowAnonymous();

    private static async Task<RedirectHttpResult> HandleAsync(
        HttpContext context, [FromForm] string device, [FromForm] string secret, SessionTokens tokens, CancellationToken ct)
    {
        // The page then shows who it is set up as, and how to end that.
        if (context.User.Identity?.IsAuthenticated == true)
            return TypedResults.Redirect("/device");

        var answer = await tokens.AskAsync(
            new() { ["grant_type"] = "client_credentials", ["client_id"] = device, ["client_secret"] = secret }, ct);
        if (answer is null || Person.From(answer.AccessToken) is var person && !(person.IsInRole(Roles.Kiosk) || person.IsInRole(Roles.Board)))
            return TypedResults.Redirect("/device?refused=true");

        var properties = new AuthenticationProperties
        {
            // The device is switched off at night.
            IsPersistent = true,
            Items = { [SessionStore.DeviceProperty] = device, [SessionTokens.SecretProperty] = secret },
        };
        SessionTokens.Keep(properties, answer);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, person, properties);
        return TypedResults.Redirect("/");
    }
}
