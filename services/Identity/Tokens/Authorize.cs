using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using Wenden.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wenden.Identity.Tokens;

/// <summary>
/// <c>/connect/authorize</c>: gives the portal a code for whoever is signed in here, and sends everybody else to the sign-in page first; to that of
/// citizens where <c>acr_values</c> says <c>citizen</c>.
/// </summary>
internal static class Authorize
{
    public static void MapAuthorize(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], HandleAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, SignInSteps steps, TimeProvider clock, CancellationToken ct)
    {
        if (context.GetOpenIddictServerResponse() is { Error: { } error })
            return Results.Redirect($"{context.Request.PathBase}/error?code={Uri.EscapeDataString(error)}");

        var request = context.GetOpenIddictServerRequest()!;
        var (account, since) = await steps.SignedInAsync(context, ct);
        if (account is not null && !MustSignInAgain(request, clock.GetUtcNow() - since))
            return ExchangeToken.Give(Principals.OfAccount(account, request.GetScopes()));

        if (request.HasPromptValue(PromptValues.None))
            return ExchangeToken.Refuse(Errors.LoginRequired, null);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        // Without the prompt, or the way back here would ask again for ever.
        var parameters = request.GetParameters()
            .Where(parameter => parameter.Key is not Parameters.Prompt and not Parameters.MaxAge)
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        var back = context.Request.PathBase + context.Request.Path + QueryString.Create(parameters);
        var page = request.HasAcrValue(Roles.Citizen) ? "citizen" : "sign-in";
        return Results.Redirect($"{context.Request.PathBase}/{page}?returnUrl={Uri.EscapeDataString(back)}");
    }

    private static bool MustSignInAgain(OpenIddictRequest request, TimeSpan age) =>
        request.HasPromptValue(PromptValues.Login) || request.MaxAge is { } longest && age > TimeSpan.FromSeconds(longest);
}
