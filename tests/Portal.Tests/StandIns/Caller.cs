using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>Who calls a stand-in, and how it refuses.</summary>
internal static class Caller
{
    public static string Name(HttpContext context) => Token(context)!.GetClaim("name").Value;

    public static string? RoleOf(HttpContext context) => Token(context)?.GetClaim("role").Value;

    public static IResult Problem(int status, string code, string title) => Results.Json(
        new { type = $"urn:wenden:problem:{code}", title, status, code, traceId = "0af7651916cd43dd8448eb211c80319c" },
        statusCode: status, contentType: "application/problem+json");

    public static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Only(string role) => async (context, next) =>
        RoleOf(context.HttpContext) == role ? await next(context) : Problem(403, "http.403", "您无权执行此操作");

    private static JsonWebToken? Token(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] ? new JsonWebToken(token) : null;
}
