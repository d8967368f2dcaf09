using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Wenden.Identity.Accounts;

namespace Wenden.Identity.SignIn;

/// <summary>
/// The way from a right password to being signed in: a code of the authenticator or its enrolment where the account needs one, then a new password
/// where the present one was given out. How far somebody has come stands in a cookie of ten minutes.
/// </summary>
internal sealed class SignInSteps(SignInManager<Account> signIn, AccountTable accounts, TimeProvider clock)
{
    /// <summary>Authentication scheme of the cookie between the steps.</summary>
    public const string Scheme = "wenden-step";

    /// <summary>Property of the sign-in cookie: when the person signed in, in ISO 8601.</summary>
    public const string SignedInAt = "at";

    private const string Stamp = "stamp";
    private const string WithCode = "code";

    /// <summary>Takes the next step; answers with the name of its page, or null when the person is signed in.</summary>
    public async Task<string?> ContinueAsync(HttpContext context, Account account, bool withCode)
    {
        var page = NextPage(account, withCode);
        if (page is null)
        {
            await context.SignOutAsync(Scheme);
            await FinishAsync(account);
            return null;
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()));
        identity.AddClaim(new Claim(Stamp, account.SecurityStamp!));
        if (withCode)
            identity.AddClaim(new Claim(WithCode, ""));
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
        return page;
    }

    /// <summary>Signs in.</summary>
    public Task FinishAsync(Account account) =>
        signIn.SignInAsync(account, new AuthenticationProperties { Items = { [SignedInAt] = clock.GetUtcNow().ToString("O") } });

    /// <summary>Who is between two steps, and whether with a code; nobody where the way began too long ago or the account was changed meanwhile.</summary>
    public async Task<(Account? Account, bool WithCode)> WhoAsync(HttpContext context, CancellationToken ct)
    {
        if ((await context.AuthenticateAsync(Scheme)).Principal is not { } step || !Guid.TryParse(step.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
            return default;
        var account = await accounts.FindAsync(id, ct);
        return account is { DisabledSince: null } && account.SecurityStamp == step.FindFirstValue(Stamp)
            ? (account, step.HasClaim(claim => claim.Type == WithCode))
            : default;
    }

    private static string? NextPage(Account account, bool withCode)
    {
        if (!withCode && account.IsEnrolled)
            return "/SecondFactor";
        if (!withCode && account.NeedsSecondFactor)
            return "/Enrol";
        return account.MustChangePassword ? "/Password" : null;
    }
}
