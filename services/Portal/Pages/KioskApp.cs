using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Portal.Pages;

/// <summary>
/// The kiosk runs in the browser and starts without the portal once it has been loaded (services/Kiosk). Here are its files, its page at
/// <c>/kiosk/</c>, which only a kiosk gets, and <c>GET /kiosk/device</c>, by which it knows where it stands.
/// </summary>
internal static class KioskApp
{
    private const string Page = "kiosk/index.html";

    /// <param name="Site">Code of the site.</param>
    /// <param name="Name">Name of the device.</param>
    internal sealed record Device(string Site, string Name);

    public static void MapKiosk(this WebApplication app)
    {
        // Files of the portal are for everybody; the kiosk's page alone is not.
        app.MapStaticAssets().Add(file => file.Metadata.Add(
            file is RouteEndpointBuilder { RoutePattern.RawText: Page } ? new AuthorizeAttribute { Roles = Roles.Kiosk } : new AllowAnonymousAttribute()));
        app.MapGet("/kiosk", Show).RequireAuthorization(policy => policy.RequireRole(Roles.Kiosk));
        app.MapGet("/kiosk/device", (ClaimsPrincipal kiosk) => new Device(kiosk.FindFirst("site")!.Value, kiosk.Identity!.Name!))
            .RequireAuthorization(policy => policy.RequireRole(Roles.Kiosk));
    }

    private static Results<RedirectHttpResult, FileStreamHttpResult> Show(HttpContext context, IWebHostEnvironment files) =>
        // What it keeps for bad days is kept for addresses below /kiosk/, to which /kiosk does not belong.
        context.Request.Path.Value!.EndsWith('/')
            ? TypedResults.Stream(files.WebRootFileProvider.GetFileInfo(Page).CreateReadStream(), "text/html")
            : TypedResults.LocalRedirect($"~/kiosk/{context.Request.QueryString}");
}
