using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Pages;

/// <summary>What holds for every page: nothing is cached or framed, no script and no foreign style runs, and what fails ends on the error page.</summary>
internal sealed class PageRules(IdentitySettings settings, ILogger<PageRules> logger) : IAlwaysRunResultFilter, IExceptionFilter
{
    // The way back to the portal begins with a form here, and browsers hold a form's redirects to form-action.
    private readonly string _policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "
        + string.Join(' ', settings.RedirectUris.Append(settings.Issuer!).Select(uri => uri.GetLeftPart(UriPartial.Authority)).Distinct());

    public void OnResultExecuting(ResultExecutingContext context)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache, no-store";
        // A form left open over night, or sent from another site.
        if (context.Result is IAntiforgeryValidationFailedResult)
            context.Result = ErrorPage("form");
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    public void OnException(ExceptionContext context)
    {
        logger.LogError(context.Exception, "{Method} {Path} failed", context.HttpContext.Request.Method, context.HttpContext.Request.Path);
        context.Result = ErrorPage("server");
        context.ExceptionHandled = true;
    }

    private static RedirectToPageResult ErrorPage(string code) => new("/Error", new { code, trace = Activity.Current?.TraceId.ToString() });
}
