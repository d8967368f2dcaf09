using System.Reflection;
using Wenden.Intake.Materials.Storing;

namespace Wenden.Intake.Materials;

/// <summary>The body of a request, read as it comes, up to the limit.</summary>
internal sealed class ReceivedFile : IRawBody
{
    /// <summary>Bytes at most; the gateway lets through as much.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private ReceivedFile(byte[]? content) => Content = content;

    /// <summary>The bytes; none where there are too many.</summary>
    public byte[]? Content { get; }

    public string Sha256 => field ??= Content is null ? "" : ObjectDamagedException.HashOf(Content);

    public static async ValueTask<ReceivedFile?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (context.Request.ContentLength > MostBytes)
            return new ReceivedFile(null);
        using var content = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var buffer = new byte[81_920];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (content.Length + read > MostBytes)
                return new ReceivedFile(null);
            content.Write(buffer, 0, read);
        }

        return new ReceivedFile(content.ToArray());
    }
}
