using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Wenden.Identity.Accounts;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

/// <summary>Account name and password of people who work in the hall.</summary>
internal sealed class SignInModel(
    IdentitySettings settings, AccountTable accounts, Attempts attempts, SignInSteps steps, IPasswordHasher<Account> hasher) : HallPage(settings)
{
    private const int LongestPassword = 200;

    // Whoever has no account waits as long as one whose password was wrong.
    private static readonly Lazy<string> _nobody = new(() => new PasswordHasher<Account>().HashPassword(new Account(), "nobody"));

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var account = Name is { Length: > 0 and <= 64 } name && !name.Contains('\0') ? await accounts.FindByNameAsync(name.Trim(), ct) : null;
        if (!await IsPasswordAsync(account, ct))
            return Refuse("sign-in.wrong");
        return GoTo(await steps.ContinueAsync(HttpContext, account!, withCode: false));
    }

    /// <summary>One answer for no account, a wrong password, a locked and a shut account: it tells nothing about which accounts there are.</summary>
    private async Task<bool> IsPasswordAsync(Account? account, CancellationToken ct)
    {
        var password = Password is { Length: <= LongestPassword } ? Password : "";
        var isRight = hasher.VerifyHashedPassword(new Account(), account?.PasswordHash ?? _nobody.Value, password) != PasswordVerificationResult.Failed;
        if (account?.PasswordHash is null || !await attempts.TakeAsync(account.Id, ct) || !isRight || account.DisabledSince is not null)
            return false;
        // Where a code follows, that is the last try to be judged.
        if (!account.IsEnrolled)
            await attempts.ForgetAsync(account.Id, ct);
        return true;
    }
}
