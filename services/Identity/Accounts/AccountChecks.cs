using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;

namespace Wenden.Identity.Accounts;

/// <summary>What an account may be called, be, and have as password.</summary>
internal static partial class AccountChecks
{
    private const int LongestFullName = 100;

    public static Problem? OfNames(string name, string fullName)
    {
        if (!AccountName.IsMatch(name))
            return Problem.Invalid("account.name");
        return fullName.Length is 0 or > LongestFullName || string.IsNullOrWhiteSpace(fullName) || fullName.Any(char.IsControl)
            ? Problem.Invalid("account.full-name")
            : null;
    }

    /// <summary>Lists from callers may hold nulls, whatever their type says.</summary>
    public static Problem? OfAccess(IReadOnlyList<string> roles, IReadOnlyList<string> sites)
    {
        if (roles.Count == 0 || sites.Count == 0)
            return Problem.Invalid("account.no-role");
        if (roles.FirstOrDefault(role => !HallRoles.Staff.Contains(role)) is { } role)
            return Problem.Invalid("account.role", role);
        if (roles.Any(each => each is null) || sites.Any(each => each is null))
            return Problem.Invalid("account.no-role");
        return sites.Where(site => site != "*").Select(OfSite).FirstOrDefault(problem => problem is not null);
    }

    public static Problem? OfSite(string site) => SiteCode.IsMatch(site) ? null : Problem.Invalid("account.site", site);

    public static async Task<Problem?> OfPasswordAsync(UserManager<Account> users, string password)
    {
        foreach (var validator in users.PasswordValidators)
            if (!(await validator.ValidateAsync(users, new Account(), password)).Succeeded)
                return Problem.Invalid("account.password");
        return null;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountName { get; }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SiteCode { get; }
}
