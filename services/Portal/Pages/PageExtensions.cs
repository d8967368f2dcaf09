using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.WebEncoders;
using MudBlazor.Services;
using Wenden.Portal.SignIn;

namespace Wenden.Portal.Pages;

internal static class PageExtensions
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        // Chinese as it is, not as six characters each.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<AuthenticationStateProvider, SessionState>();
        builder.Services.AddScoped<CircuitHandler, SessionActivity>();
        builder.Services.AddSingleton<ThemeFile>();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapThemeFile();
        app.MapKiosk();
        // A page without a role of its own is for whoever is signed in; the few for everybody say so.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .WithStaticAssets()
            .RequireAuthorization();
        app.MapFallback(context =>
        {
            StatusPages.Show(context, StatusCodes.Status404NotFound);
            return Task.CompletedTask;
        }).AllowAnonymous();
    }
}
