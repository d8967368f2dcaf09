using System.Globalization;
using System.Resources;

namespace Wenden.Registry.Imports;

/// <summary>Why a line was not taken: a stable code, and what its text names.</summary>
internal sealed record Rejection(string Code, params string[] Arguments)
{
    private static readonly ResourceManager Texts = new("Wenden.Registry.Resources.Problems", typeof(Rejection).Assembly);

    /// <summary>The reason in the asker's language.</summary>
    public static string Text(string code, string[] arguments) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString(code, CultureInfo.CurrentUICulture) ?? code, arguments);
}

/// <summary>A line that was not taken, on its way into the list of those.</summary>
internal sealed class RejectedLine(Rejection reason, string content) : ImportLine
{
    public Rejection Reason => reason;

    public string Content => content;
}
