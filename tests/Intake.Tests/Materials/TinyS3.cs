using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wenden.Intake.Tests.Materials;

/// <summary>As much of S3 as the store uses, bucket in the path. It looks whether a request is signed, not by whom.</summary>
internal sealed class TinyS3 : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TinyS3(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Objects by bucket and key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Keys that were written, each time.</summary>
    public ConcurrentQueue<string> Written { get; } = new();

    public static async Task<TinyS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var s3 = new TinyS3(app);
        app.Run(s3.AnswerAsync);
        await app.StartAsync();
        return s3;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        if (!context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 ") || !path.StartsWith("materials/"))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "AccessDenied");
            return;
        }

        switch (context.Request.Method)
        {
            case "PUT":
                using (var body = new MemoryStream())
                {
                    await context.Request.Body.CopyToAsync(body);
                    var content = body.ToArray();
                    // A body in chunks of the SDK's own would be stored with their heads.
                    if (context.Request.Headers["x-amz-content-sha256"] != Convert.ToHexStringLower(SHA256.HashData(content)))
                    {
                        await RefuseAsync(context, StatusCodes.Status400BadRequest, "XAmzContentSHA256Mismatch");
                        return;
                    }

                    Objects[path] = content;
                    Written.Enqueue(path);
                }

                context.Response.Headers.ETag = $"\"{Guid.CreateVersion7():N}\"";
                break;
            case "HEAD" or "GET" when Objects.TryGetValue(path, out var found):
                context.Response.ContentLength = found.Length;
                if (context.Request.Method == "GET")
                    await context.Response.Body.WriteAsync(found);
                break;
            default:
                await RefuseAsync(context, StatusCodes.Status404NotFound, "NoSuchKey");
                break;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync($"<Error><Code>{code}</Code></Error>");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
