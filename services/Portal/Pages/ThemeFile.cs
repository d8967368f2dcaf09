using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Wenden.Portal.Pages;

/// <summary>
/// The theme as a file of its own. MudBlazor's provider writes it into each page as a style element, which the content-security policy does not
/// allow; here it is rendered once and served as <c>/theme.css</c>.
/// </summary>
internal sealed partial class ThemeFile(IServiceScopeFactory scopes, ILoggerFactory logs)
{
    private readonly Lazy<Task<(string Css, string Version)>> _file = new(() => RenderAsync(scopes, logs));

    public async Task<string> AddressAsync() => $"theme.css?v={(await _file.Value).Version}";

    public async Task<string> CssAsync() => (await _file.Value).Css;

    private static async Task<(string Css, string Version)> RenderAsync(IServiceScopeFactory scopes, ILoggerFactory logs)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(MudThemeProvider.Theme)] = HallTheme.Theme });
            return (await renderer.RenderComponentAsync<MudThemeProvider>(parameters)).ToHtmlString();
        });
        var css = string.Join('\n', Styles().Matches(html).Select(style => style.Groups["css"].Value));
        return (css, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(css)))[..16]);
    }

    [GeneratedRegex("<style[^>]*>(?<css>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Styles();
}

internal static class ThemeFileExtensions
{
    public static void MapThemeFile(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/theme.css", async (ThemeFile file, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return TypedResults.Text(await file.CssAsync(), "text/css");
        }).AllowAnonymous();
}
