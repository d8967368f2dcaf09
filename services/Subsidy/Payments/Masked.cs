namespace Wenden.Subsidy.Payments;

/// <summary>Personal data as far as it has to be shown.</summary>
internal static class Masked
{
    private const int Shown = 4;

    /// <summary>The last four characters of an account's number.</summary>
    public static string? Account(string? account) =>
        account is null ? null : $"****{(account.Length > 2 * Shown ? account[^Shown..] : "")}";
}
