using System.Globalization;

namespace Wenden.Portal.Parts.Subsidies;

/// <summary>How amounts are written on pages.</summary>
internal static class Yuan
{
    /// <summary>With commas; cents only where there are some.</summary>
    public static string Of(decimal amount) => amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", CultureInfo.InvariantCulture);
}
