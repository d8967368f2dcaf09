namespace Wenden.Identity.Pages;

internal static class Codes
{
    /// <summary>The digits of what was typed: people part a code by spaces, and some keyboards write full-width digits.</summary>
    public static string Clean(string? typed) => new([.. (typed ?? "").Take(20).Where(char.IsDigit).Select(digit => (char)('0' + (int)char.GetNumericValue(digit)))]);
}
