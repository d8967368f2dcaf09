using System.Security.Cryptography;

namespace Wenden.Portal.Reading;

/// <summary>Passwords and secrets that one person reads out and another types in: no letter that looks like a digit.</summary>
internal static class Secrets
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz";
    private const string Digits = "23456789";
    private const int Group = 4;
    private const int PasswordGroups = 4;
    private const int SecretGroups = 8;

    /// <summary>The first password of an account: some 75 bits, with letters and digits, as the identity service wants it.</summary>
    public static string NewPassword() => New(PasswordGroups);

    /// <summary>The secret of a device: some 150 bits.</summary>
    public static string NewSecret() => New(SecretGroups);

    // The last of each group is a digit, so that both kinds are always there.
    private static string New(int groups) => string.Join('-', Enumerable.Range(0, groups)
        .Select(_ => RandomNumberGenerator.GetString(Letters + Digits, Group - 1) + RandomNumberGenerator.GetString(Digits, 1)));
}
