using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Wenden.Identity.Accounts;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

/// <summary>Account name and password of people who work in the hall.</summary>
internal sealed class SignInModel(
    IdentitySettings settings, AccountTable accounts, Attempts attempts, SignInSteps steps, IPasswordHasher<Account> hasher, NobodysPassword nobody)
    : HallPage(settings)
{
    private const int LongestPassword = 200;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>
    /// One answer for no account, a wrong password, a locked and a shut account, after the same work: it tells nothing about which accounts there are.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var found = Name is { Length: > 0 and <= 64 } name && !name.Contains('\0') ? await accounts.FindByNameAsync(name.Trim(), ct) : null;
        // A citizen's account has no password.
        var account = found?.PasswordHash is null ? null : found;
        if (await attempts.BeginAsync(account?.Id, Caller, ct) is not { } counted)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Refuse("sign-in.too-often");
        }

        var password = Password is { Length: <= LongestPassword } ? Password : "";
        var isRight = hasher.VerifyHashedPassword(new Account(), account?.PasswordHash ?? nobody.Hash, password) != PasswordVerificationResult.Failed;
        if (!isRight || !counted.IsOpen || account is not { DisabledSince: null })
            return Refuse("sign-in.wrong");

        await attempts.TakeBackAsync(counted, ct);
        // Where a code follows, that is the last try to be judged.
        if (!account.IsEnrolled)
            await attempts.ForgetAsync(account.Id, ct);
        return GoTo(await steps.ContinueAsync(HttpContext, account, withCode: false));
    }
}
