using System.Resources;

namespace Wenden.Subsidy.Payments;

/// <summary>The text of a problem's code, in the caller's language, for a row of an answer.</summary>
internal static class RowTitle
{
    private static readonly ResourceManager _texts = new("Wenden.Subsidy.Resources.Problems", typeof(RowTitle).Assembly);

    public static string Of(string code, params object?[] arguments)
    {
        var text = _texts.GetString(code) ?? code;
        return arguments.Length == 0 ? text : string.Format(null, text, arguments);
    }
}
