using Microsoft.AspNetCore.Mvc;
using Wenden.Identity.Accounts;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

/// <summary>Sets up the authenticator at the first sign-in; the first right code puts it in use.</summary>
internal sealed class EnrolModel(
    IdentitySettings settings, Authenticators authenticators, Attempts attempts, SignInSteps steps, IStringLocalizer<Texts> texts) : HallPage(settings)
{
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The secret in groups of four, for typing.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Path of the dark squares, one unit each.</summary>
    public string Squares { get; private set; } = "";

    /// <summary>Units from edge to edge.</summary>
    public int Size { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if ((await steps.WhoAsync(HttpContext, ct)).Account is not { IsEnrolled: false } account)
            return GoTo("/SignIn");
        await ShowAsync(account, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if ((await steps.WhoAsync(HttpContext, ct)).Account is not { IsEnrolled: false } account)
            return GoTo("/SignIn");
        if (await attempts.TakeAsync(account.Id, ct) && await authenticators.TakeAsync(account, Codes.Clean(Code), ct))
        {
            await attempts.ForgetAsync(account.Id, ct);
            return GoTo(await steps.ContinueAsync(HttpContext, account, withCode: true));
        }

        await ShowAsync(account, ct);
        return Refuse("code.wrong");
    }

    private async Task ShowAsync(Account account, CancellationToken ct)
    {
        var secret = await authenticators.SecretToEnrolAsync(account.Id, ct);
        Secret = string.Join(' ', secret.Chunk(4).Select(group => new string(group)));
        var hall = Uri.EscapeDataString(texts["hall.short"]);
        (Squares, Size) = QrPath.Of($"otpauth://totp/{hall}:{Uri.EscapeDataString(account.UserName!)}?secret={secret}&issuer={hall}");
    }
}
