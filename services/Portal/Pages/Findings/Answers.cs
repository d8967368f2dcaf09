namespace Wenden.Portal.Pages.Findings;

internal static class Answers
{
    /// <summary>Gives the page that is being drawn another status, with the page as its body, so only when that is on its way.</summary>
    public static void AnswerWith(this HttpContext context, int status) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });
}
