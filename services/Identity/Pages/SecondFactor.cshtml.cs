using Microsoft.AspNetCore.Mvc;
using Wenden.Identity.Accounts;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

/// <summary>The code of the authenticator.</summary>
internal sealed class SecondFactorModel(IdentitySettings settings, Authenticators authenticators, Attempts attempts, SignInSteps steps) : HallPage(settings)
{
    [BindProperty]
    public string? Code { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) =>
        (await steps.WhoAsync(HttpContext, ct)).Account is { IsEnrolled: true } ? Page() : GoTo("/SignIn");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if ((await steps.WhoAsync(HttpContext, ct)).Account is not { IsEnrolled: true } account)
            return GoTo("/SignIn");
        if (!await attempts.TakeAsync(account.Id, ct) || !await authenticators.TakeAsync(account, Codes.Clean(Code), ct))
            return Refuse("code.wrong");
        await attempts.ForgetAsync(account.Id, ct);
        return GoTo(await steps.ContinueAsync(HttpContext, account, withCode: true));
    }
}
