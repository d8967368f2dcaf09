using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Wenden.Identity.Accounts;
using Wenden.Identity.Citizens;
using Wenden.Identity.Settings;
using Wenden.Identity.SignIn;

namespace Wenden.Identity.Pages;

/// <summary>The one-time code that was sent to the citizen's phone.</summary>
internal sealed class CitizenCodeModel(IdentitySettings settings, CitizenCodes codes, AccountTable accounts, SignInSteps steps) : HallPage(settings)
{
    /// <summary>Authentication scheme of the cookie that says which code is waited for.</summary>
    public const string Scheme = "wenden-citizen";

    [BindProperty]
    public string? Code { get; set; }

    public static ClaimsPrincipal PrincipalOf(Guid challenge) => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, challenge.ToString())], Scheme));

    public async Task<IActionResult> OnGetAsync() => await ChallengeAsync() is null ? GoTo("/Citizen") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await ChallengeAsync() is not { } challenge)
            return GoTo("/Citizen");
        if (await codes.TakeAsync(challenge, Codes.Clean(Code), ct) is not { } proven)
            return Refuse("code.wrong-or-over");

        var account = await accounts.OfCitizenAsync(proven.PersonId, proven.FullName, ct);
        if (account.DisabledSince is not null)
            return Refuse("code.wrong-or-over");
        await HttpContext.SignOutAsync(Scheme);
        await steps.FinishAsync(HttpContext, account);
        return GoTo(null);
    }

    private async Task<Guid?> ChallengeAsync() =>
        Guid.TryParse((await HttpContext.AuthenticateAsync(Scheme)).Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var challenge) ? challenge : null;
}
