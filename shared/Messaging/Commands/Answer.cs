using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Wenden.Messaging.Commands;

/// <summary>The answer to a command, in the form in which it can be stored and given again.</summary>
internal sealed record Answer(int Status, string? Location, string? Json) : IResult
{
    /// <summary>The answer of a handler that succeeded; null where it refused.</summary>
    /// <exception cref="InvalidOperationException">The handler answered something that is neither JSON nor empty.</exception>
    public static Answer? Of(object? result, HttpContext context)
    {
        // Results<Ok<T>, Problem> and its like only wrap.
        while (result is INestedHttpResult nested)
            result = nested.Result;

        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        if (status >= StatusCodes.Status400BadRequest)
            return null;
        return result switch
        {
            IValueHttpResult { Value: { } value } => new Answer(status, LocationOf(result), JsonSerializer.Serialize(value, value.GetType(), options)),
            IStatusCodeHttpResult => new Answer(status, LocationOf(result), null),
            IResult => throw new InvalidOperationException($"A command answers JSON or nothing, not {result.GetType()}."),
            null => new Answer(StatusCodes.Status204NoContent, null, null),
            _ => new Answer(status, null, JsonSerializer.Serialize(result, result.GetType(), options)),
        };
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Location is not null)
            httpContext.Response.Headers.Location = Location;
        if (Json is null)
            return;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await httpContext.Response.WriteAsync(Json, httpContext.RequestAborted);
    }

    // Created<T> and Accepted<T> share no interface for it.
    private static string? LocationOf(object result) => result.GetType().GetProperty(nameof(Created.Location))?.GetValue(result) as string;
}
