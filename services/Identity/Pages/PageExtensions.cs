using Microsoft.AspNetCore.Authentication;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

internal static class PageExtensions
{
    private const int LargestRequest = 64 * 1024;

    private static readonly TimeSpan _stepLifetime = TimeSpan.FromMinutes(10);

    public static void AddPages(this WebApplicationBuilder builder, IdentitySettings settings)
    {
        var secure = settings.Issuer!.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        // Nothing that is sent here is larger than a form or a token request.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = LargestRequest);
        builder.Services.AddLocalization();
        builder.Services.AddRazorPages().AddMvcOptions(options => options.Filters.Add<PageRules>());
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "wenden-form";
            options.Cookie.SecurePolicy = secure;
        });
        builder.Services.AddSingleton<NobodysPassword>().AddScoped<Attempts>().AddScoped<SignInSteps>();
        builder.Services.AddAuthentication().AddStep(SignInSteps.Scheme, secure).AddStep(CitizenCodeModel.Scheme, secure);
    }

    private static AuthenticationBuilder AddStep(this AuthenticationBuilder authentication, string scheme, CookieSecurePolicy secure) =>
        authentication.AddCookie(scheme, cookie =>
        {
            cookie.Cookie.Name = scheme;
            cookie.Cookie.SecurePolicy = secure;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = _stepLifetime;
            cookie.SlidingExpiration = false;
        });
}
