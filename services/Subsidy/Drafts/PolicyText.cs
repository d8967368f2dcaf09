using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;

namespace Wenden.Subsidy.Drafts;

/// <summary>A policy file as the body of a request.</summary>
internal sealed class PolicyText : IRawBody
{
    /// <summary>Bytes at most; the policy of 2019 has 20,000.</summary>
    public const int MostBytes = 200_000;

    private const int Deepest = 12;

    private PolicyText(string? yaml, string sha256) => (Yaml, Sha256) = (yaml, sha256);

    /// <summary>The text; none where it is too long, not UTF-8, or nothing that a policy could be.</summary>
    public string? Yaml { get; }

    public string Sha256 { get; }

    public static async ValueTask<PolicyText?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        using var content = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MostBytes)
                return new PolicyText(null, "");
        }

        var bytes = content.ToArray();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            var yaml = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return new PolicyText(yaml.Contains('\0', StringComparison.Ordinal) || IsTooDeep(yaml) ? null : yaml, sha256);
        }
        catch (DecoderFallbackException)
        {
            return new PolicyText(null, sha256);
        }
    }

    // What reads the tree goes down into it, and a stack that runs over ends the process.
    private static bool IsTooDeep(string yaml)
    {
        try
        {
            var (parser, depth) = (new Parser(new StringReader(yaml)), 0);
            while (parser.MoveNext())
            {
                depth += parser.Current!.NestingIncrease;
                if (depth > Deepest)
                    return true;
            }
        }
        catch (Exception broken) when (broken is YamlException or InvalidOperationException)
        {
            // The reader of policy files says where.
        }

        return false;
    }
}
