using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Wenden.Identity.Accounts;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

/// <summary>A new password: wanted of those whose present one was given out, and open to everybody who is signed in.</summary>
internal sealed class PasswordModel(
    IdentitySettings settings, UserManager<Account> users, Attempts attempts, SignInSteps steps, AccountTable accounts) : HallPage(settings)
{
    [BindProperty]
    public string? Present { get; set; }

    [BindProperty]
    public string? Fresh { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => (await WhoAsync(ct)).Account is null ? GoTo("/SignIn") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (account, withCode) = await WhoAsync(ct);
        if (account is null)
            return GoTo("/SignIn");
        if (string.IsNullOrEmpty(Fresh) || Fresh != Again)
            return Refuse("password.differs");
        if (Fresh == Present)
            return Refuse("password.same");
        if (!await attempts.TakeAsync(account.Id, ct))
            return Refuse("sign-in.wrong");

        var tracked = (await users.FindByIdAsync(account.Id.ToString()))!;
        tracked.MustChangePassword = false;
        var changed = await users.ChangePasswordAsync(tracked, Present ?? "", Fresh);
        if (!changed.Succeeded)
            return Refuse(changed.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)) ? "sign-in.wrong" : "password.weak");
        await attempts.ForgetAsync(account.Id, ct);
        account = (await accounts.FindAsync(account.Id, ct))!;
        return GoTo(await steps.ContinueAsync(HttpContext, account, withCode));
    }

    /// <summary>Somebody signed in, who has shown a code if one was wanted; or somebody on the way whose last step this is.</summary>
    private async Task<(Account? Account, bool WithCode)> WhoAsync(CancellationToken ct)
    {
        var (account, withCode) = await steps.WhoAsync(HttpContext, ct);
        if (account is { MustChangePassword: true } && (withCode || account is { IsEnrolled: false, NeedsSecondFactor: false }))
            return (account, withCode);
        (account, _) = await steps.SignedInAsync(HttpContext, ct);
        return (account?.PasswordHash is null ? null : account, true);
    }
}
