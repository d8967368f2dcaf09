using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Pages.Visits;

/// <summary><c>POST /v/{link}/rate</c>: the form of the phone page. The page then shows what became of it.</summary>
internal static class RateVisit
{
    public static void MapRateVisit(this IEndpointRouteBuilder routes) => routes.MapPost("/v/{link}/rate", HandleAsync).AllowAnonymous();

    private static async Task<RedirectHttpResult> HandleAsync(string link, IFormCollection form, RatingReads ratings, CancellationToken ct)
    {
        var page = $"/v/{Uri.EscapeDataString(link)}";
        try
        {
            var words = new RatingWords(form["level"].ToString(), form["comment"].ToString(), form["contact"].ToString());
            var isTaken = Guid.TryParse(form["case"], out var caseId) && await ratings.RateVisitAsync(link, caseId, form["item"].ToString(), words, ct);
            return TypedResults.LocalRedirect(isTaken ? page : $"{page}?unrated=true");
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            return TypedResults.LocalRedirect($"{page}?unrated=true");
        }
    }
}
