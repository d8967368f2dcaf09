using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;

namespace Wenden.ServiceDefaults.Problems;

/// <summary>What no handler answered: unreadable requests are the caller's, everything else is ours.</summary>
internal sealed class UnhandledErrors(ILogger<UnhandledErrors> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ProblemOf(exception);
        if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
            logger.LogError(exception, "{Method} {Path} failed: {Code}", httpContext.Request.Method, httpContext.Request.Path, problem.Code);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Problem ProblemOf(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => Problem.Invalid("request.json", json.Path ?? "$"),
        BadHttpRequestException bad when bad.StatusCode != StatusCodes.Status400BadRequest => new Problem(bad.StatusCode),
        BadHttpRequestException bad => Problem.Invalid("request.malformed", bad.Message),
        // PostgreSQL stores no NUL in text; whoever sends one sent bad input.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
            Problem.Invalid("request.malformed", "NUL"),
        NpgsqlException { IsTransient: true } or HttpRequestException or TimeoutException or ExecutionRejectedException =>
            new Problem(StatusCodes.Status503ServiceUnavailable, "server.unavailable"),
        _ => new Problem(StatusCodes.Status500InternalServerError, "server.error"),
    };
}

internal static class ProblemExtensions
{
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        var service = Assembly.Load(new AssemblyName(builder.Environment.ApplicationName));
        builder.Services.AddSingleton(new ProblemTexts(service));
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<UnhandledErrors>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }
}
