using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Wenden.ServiceDefaults;

/// <summary>The language that somebody chose at the switch of a page, for the pages of all services under one address.</summary>
public static class LanguageCookie
{
    private static readonly TimeSpan _life = TimeSpan.FromDays(365);

    /// <summary>Remembers the choice.</summary>
    /// <param name="context">The request by which it is made.</param>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public static void Keep(HttpContext context, string language) => context.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
        new CookieOptions { Path = "/", MaxAge = _life, IsEssential = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
}
