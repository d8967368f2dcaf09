namespace Wenden.Identity.Pages;

internal static class ReadableForms
{
    /// <summary>A form that cannot be read (NUL, a thousand fields) is the sender's mistake; whoever reads it later would make an error of ours of it.</summary>
    public static void UseReadableForms(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            if (context.Request.HasFormContentType)
                await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await new Problem(StatusCodes.Status413PayloadTooLarge).ExecuteAsync(context);
            return;
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            await Problem.Invalid("request.malformed", "form").ExecuteAsync(context);
            return;
        }

        await next(context);
    });
}
