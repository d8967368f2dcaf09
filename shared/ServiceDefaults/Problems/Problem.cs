using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Wenden.ServiceDefaults.Problems;

/// <summary>
/// An error answer (RFC 9457): a stable <c>code</c> for programs, a text in the asker's language for people, and the trace id
/// for whoever looks into it. Texts stand in <c>Resources/Problems.resx</c> (Chinese) and <c>Problems.en.resx</c> under the code.
/// </summary>
public sealed class Problem(int status, string? code = null, params object?[] arguments) : IResult, IStatusCodeHttpResult
{
    private readonly Dictionary<string, object?> _extensions = [];

    /// <summary>The HTTP status.</summary>
    public int? StatusCode => status;

    /// <summary>The stable code.</summary>
    public string Code { get; } = code ?? $"http.{status}";

    /// <summary>400: the request cannot be understood or breaks a rule that needs no data to see.</summary>
    public static Problem Invalid(string code, params object?[] arguments) => new(StatusCodes.Status400BadRequest, code, arguments);

    /// <summary>403: the caller may not do that.</summary>
    public static Problem Forbidden(string code, params object?[] arguments) => new(StatusCodes.Status403Forbidden, code, arguments);

    /// <summary>404: there is no such thing.</summary>
    public static Problem NotFound(string code, params object?[] arguments) => new(StatusCodes.Status404NotFound, code, arguments);

    /// <summary>409: the present state does not allow it.</summary>
    public static Problem Conflict(string code, params object?[] arguments) => new(StatusCodes.Status409Conflict, code, arguments);

    /// <summary>Adds a member for programs, for example the present state.</summary>
    public Problem With(string name, object? value)
    {
        _extensions[name] = value;
        return this;
    }

    /// <summary>The text in the asker's language, for an answer that tells of several problems at once.</summary>
    public string TitleIn(IServiceProvider services) =>
        services.GetRequiredService<ProblemTexts>().Find(Code, CultureInfo.CurrentUICulture, arguments);

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new Dictionary<string, object?>
        {
            ["type"] = $"urn:wenden:problem:{Code}",
            ["title"] = TitleIn(httpContext.RequestServices),
            ["status"] = status,
            ["code"] = Code,
            ["traceId"] = Activity.Current?.TraceId.ToString(),
        };
        foreach (var (name, value) in _extensions)
            body[name] = value;

        httpContext.Response.StatusCode = status;
        return httpContext.Response.WriteAsJsonAsync(body, HallJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
