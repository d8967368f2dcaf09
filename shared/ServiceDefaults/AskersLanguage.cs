using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Wenden.ServiceDefaults;

/// <summary>Chinese unless the asker prefers English, by <c>?culture=en</c>, by the cookie of the language switch, or by <c>Accept-Language</c>.</summary>
internal static class AskersLanguage
{
    private const string Chinese = "zh";
    private const string English = "en";

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Chinese).AddSupportedCultures(Chinese, English).AddSupportedUICultures(Chinese, English);
        // The framework's own provider finds en for en-GB by culture data, which the hall does without.
        options.RequestCultureProviders =
        [
            new QueryStringRequestCultureProvider(),
            new CookieRequestCultureProvider(),
            new CustomRequestCultureProvider(context => Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(Preferred(context)))),
        ];
    }

    private static string Preferred(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is Chinese or English) ?? Chinese;
}
