using Microsoft.AspNetCore.WebUtilities;

namespace Wenden.Identity.Pages;

/// <summary>A language chosen on one page holds for the next ones, and for the portal's: the choice stands in a cookie that both read.</summary>
internal static class Language
{
    private const string Parameter = "culture";
    private static readonly string[] Known = ["zh", "en"];

    public static void UseLanguageCookie(this WebApplication app) => app.Use((context, next) =>
    {
        var chosen = context.Request.Query[Parameter].ToString();
        if (Known.Contains(chosen))
            LanguageCookie.Keep(context, chosen);
        return next(context);
    });

    /// <summary>The present page in another language.</summary>
    public static string Link(HttpRequest request, string language)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value)
            .Where(parameter => parameter.Key != Parameter)
            .Append(KeyValuePair.Create(Parameter, new Microsoft.Extensions.Primitives.StringValues(language)));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }
}
