using System.Reflection;
using System.Security.Cryptography;

namespace Wenden.Subsidy.Payments;

/// <summary>The bank's answer file as it comes, up to the limit.</summary>
internal sealed class AnswerBody : IRawBody
{
    /// <summary>Bytes at most, enough for some 90,000 payments.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private AnswerBody(byte[]? content) => Content = content;

    /// <summary>The bytes; none where there are too many.</summary>
    public byte[]? Content { get; }

    public string Sha256 => field ??= Content is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Content));

    public static async ValueTask<AnswerBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (context.Request.ContentLength > MostBytes)
            return new AnswerBody(null);
        using var content = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (content.Length + read > MostBytes)
                return new AnswerBody(null);
            content.Write(buffer, 0, read);
        }

        return new AnswerBody(content.ToArray());
    }
}
