using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Pages.Findings;

/// <summary><c>POST /find/{site}/send</c> and <c>POST /f/{link}/answer</c>: the forms of the visitor's pages, which then show what became of it.</summary>
internal static class SendFinding
{
    public static void MapSendFinding(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/find/{site}/send", SendAsync).AllowAnonymous();
        routes.MapPost("/f/{link}/answer", AnswerAsync).AllowAnonymous();
    }

    private static async Task<RedirectHttpResult> SendAsync(string site, IFormCollection form, FindingReads findings, CancellationToken ct)
    {
        var page = $"/find/{Uri.EscapeDataString(site)}?refused=true";
        int? window = int.TryParse(form["window"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        // Made with the page: however often it is sent, it is one finding.
        if (!Guid.TryParse(form["key"], out var key))
            return TypedResults.LocalRedirect(page);
        try
        {
            return await findings.ReportAsync(site, form["what"].ToString(), window, form["contact"].ToString(), $"{key}", ct) is { } link
                ? TypedResults.LocalRedirect($"/f/{link}?sent=true")
                : TypedResults.LocalRedirect(page);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            return TypedResults.LocalRedirect(page);
        }
    }

    private static async Task<RedirectHttpResult> AnswerAsync(string link, IFormCollection form, FindingReads findings, CancellationToken ct)
    {
        var page = $"/f/{Uri.EscapeDataString(link)}";
        if (!int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || form["settled"].ToString() is not ("yes" or "no"))
            return TypedResults.LocalRedirect(page);
        try
        {
            var isTaken = await findings.AnswerAsync(link, version, form["settled"] == "yes", form["text"].ToString(), ct);
            return TypedResults.LocalRedirect(isTaken ? page : $"{page}?refused=true");
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            return TypedResults.LocalRedirect(page);
        }
    }
}
