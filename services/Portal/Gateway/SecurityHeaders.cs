namespace Wenden.Portal.Gateway;

/// <summary>What the portal tells browsers about its answers. A service that says something of its own is left its say.</summary>
internal static class SecurityHeaders
{
    // style-src-attr: MudBlazor writes style attributes (widths, places of popovers), which carry no script. Style elements and scripts come
    // from files of the portal only; the theme, which MudBlazor would write as a style element, is such a file too (ThemeFile).
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'; form-action 'self'";

    // The kiosk is compiled to WebAssembly, which a browser starts only where it is told so; evaluating text stays forbidden.
    private static readonly string _kioskPolicy = PagePolicy.Replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", StringComparison.Ordinal);

    // Answers of services are data. Shown as a page they do nothing.
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        // After sign-out the form ends at the identity service; where that has a host of its own, the browser must be let there.
        var issuer = new Uri(SignIn.IdentityAddresses.From(app.Configuration).Issuer).GetLeftPart(UriPartial.Authority);
        var pagePolicy = $"{PagePolicy} {issuer}";
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.TryAdd("Content-Security-Policy", context.Request.Path switch
                {
                    var path when path.StartsWithSegments("/api") => DataPolicy,
                    var path when path.StartsWithSegments("/kiosk") => _kioskPolicy,
                    _ => pagePolicy,
                });
                headers.TryAdd("X-Content-Type-Options", "nosniff");
                headers.TryAdd("X-Frame-Options", "DENY");
                headers.TryAdd("Referrer-Policy", "same-origin");
                headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
                headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
                headers.TryAdd("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
                if (context.Request.IsHttps)
                    headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
                if (headers.ContentType.ToString().StartsWith("text/html", StringComparison.Ordinal))
                    headers.TryAdd("Cache-Control", "no-store");
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
