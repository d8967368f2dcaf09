using System.Globalization;
using Wenden.Portal.SignIn;

namespace Wenden.Portal.Gateway;

/// <summary>
/// Who calls through the gateway: whoever brings an own <c>Authorization</c> header calls by that alone; a page of the portal calls with its
/// session, whose token is put on here. Cookies go no further than this.
/// </summary>
internal sealed class AttachToken(RequestDelegate next, SessionTokens tokens)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/identity"))
        {
            KeepCookiesOfIdentity(request);
            await next(context);
            return;
        }

        if (request.Headers.Authorization.Count == 0 && context.User.SessionId() is { } session)
        {
            if (!IsSafe(request.Method) && !IsFromOwnPage(request))
            {
                await Problem.Forbidden("request.other-site").ExecuteAsync(context);
                return;
            }

            if (await tokens.FindAsync(session, context.RequestAborted) is not { } token)
            {
                await new Problem(StatusCodes.Status401Unauthorized).ExecuteAsync(context);
                return;
            }

            request.Headers.Authorization = $"Bearer {token}";
            request.Headers.AcceptLanguage = CultureInfo.CurrentUICulture.Name;
        }

        request.Headers.Remove("Cookie");
        await next(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Browsers say with every such request which page it comes from, and no page can make them say otherwise.</summary>
    private static bool IsFromOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
            ? site == "same-origin"
            : string.Equals(request.Headers.Origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The identity service has cookies of its own under this origin; the portal's are none of its business.</summary>
    private static void KeepCookiesOfIdentity(HttpRequest request)
    {
        var kept = request.Headers.Cookie.ToString().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(cookie => !IsOfPortal(cookie)).ToArray();
        if (kept.Length == 0)
            request.Headers.Remove("Cookie");
        else
            request.Headers.Cookie = string.Join("; ", kept);
    }

    private static bool IsOfPortal(string cookie) =>
        cookie.StartsWith("wenden-portal-", StringComparison.Ordinal) || cookie.StartsWith("__Host-wenden-portal-", StringComparison.Ordinal)
        || cookie.StartsWith(".AspNetCore.OpenIdConnect.", StringComparison.Ordinal) || cookie.StartsWith(".AspNetCore.Correlation.", StringComparison.Ordinal);
}
