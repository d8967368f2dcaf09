using Microsoft.AspNetCore.Diagnostics;

namespace Wenden.Portal.Pages;

/// <summary>Programs get problem documents; a person who opens an address gets a page that says the same.</summary>
internal static class StatusPages
{
    /// <summary>Outside of everything that may end a request, so before <c>MapServiceDefaults</c>.</summary>
    public static void UseStatusPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.Use((context, next) =>
        {
            if (!IsPage(context.Request))
                context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            return next(context);
        });
    }

    /// <summary>Ends the request with the page for <paramref name="status"/>, where it was for a page.</summary>
    public static void Show(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        // The inner feature is that of the service defaults, which would write a problem document.
        if (IsPage(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } problems)
            problems.Enabled = false;
    }

    /// <summary>Whether a browser asks for a page to show.</summary>
    public static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/identity") && !request.Path.StartsWithSegments("/_blazor")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A page that failed is answered by a page.</summary>
internal sealed class PageErrors(ILogger<PageErrors> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!StatusPages.IsPage(httpContext.Request))
            return ValueTask.FromResult(false);

        var isOutage = exception is HttpRequestException or NpgsqlException { IsTransient: true } or TimeoutException or Polly.ExecutionRejectedException
            || exception.InnerException is HttpRequestException or IOException;
        logger.LogError(exception, "The page {Path} failed", httpContext.Request.Path);
        StatusPages.Show(httpContext, isOutage ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
        return ValueTask.FromResult(true);
    }
}
