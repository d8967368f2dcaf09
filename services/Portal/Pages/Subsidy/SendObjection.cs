using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Pages.Subsidy;

/// <summary><c>POST /subsidy/notices/{id}/object</c>: the form of the notice's page, which then shows what became of it.</summary>
internal static class SendObjection
{
    public static void MapSendObjection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/subsidy/notices/{id:guid}/object", HandleAsync).AllowAnonymous();

    private static async Task<RedirectHttpResult> HandleAsync(Guid id, IFormCollection form, NoticeReads notices, CancellationToken ct)
    {
        var (page, refused) = ($"/subsidy/notices/{id}?sent=true", $"/subsidy/notices/{id}?refused=true");
        // Made with the page: however often it is sent, it is one objection.
        if (!Guid.TryParse(form["key"], out var key))
            return TypedResults.LocalRedirect(refused);
        var objection = new NoticeObjection(form["about"].ToString().Trim(), form["from"].ToString().Trim(), form["contact"].ToString().Trim(), form["text"].ToString().Trim());
        try
        {
            return TypedResults.LocalRedirect(await notices.ObjectAsync(id, objection, $"{key}", ct) ? page : refused);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            return TypedResults.LocalRedirect(refused);
        }
    }
}
