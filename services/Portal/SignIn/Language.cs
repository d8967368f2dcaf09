using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Portal.SignIn;

/// <summary><c>GET /language/{language}?back=/teller</c>: remembers the language in a cookie and goes back.</summary>
internal static class Language
{
    public static void MapLanguage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/language/{language:regex(^(zh|en)$)}", Handle).AllowAnonymous();

    private static RedirectHttpResult Handle(string language, HttpContext context, string? back)
    {
        LanguageCookie.Keep(context, language);
        // Only to a page of the portal, else the address could lead anybody anywhere.
        return TypedResults.LocalRedirect(back is ['/', not ('/' or '\\'), ..] or "/" && !back.AsSpan().ContainsAnyInRange('\0', '\x1f') ? back : "/");
    }
}
