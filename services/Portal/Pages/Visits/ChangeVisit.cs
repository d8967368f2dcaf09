using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Pages.Visits;

/// <summary><c>POST /v/{link}/late</c>, <c>…/leave</c> and <c>…/return</c>: the forms of the phone page. The page then shows what became of it.</summary>
internal static class ChangeVisit
{
    public static void MapChangeVisit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v/{link}/{act:regex(^(late|leave|return)$)}", HandleAsync).AllowAnonymous();

    private static async Task<RedirectHttpResult> HandleAsync(string link, string act, IFormCollection form, VisitReads visits, CancellationToken ct)
    {
        _ = form; // Being bound, it has the antiforgery token checked.
        var page = $"/v/{Uri.EscapeDataString(link)}";
        try
        {
            return TypedResults.LocalRedirect(await visits.DoAsync(link, act, ct) ? page : $"{page}?refused=true");
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            return TypedResults.LocalRedirect(page);
        }
    }
}
