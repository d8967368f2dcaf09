using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Wenden.Identity.Accounts;

namespace Wenden.Identity.SignIn;

/// <summary>
/// The way from a right password to being signed in: a code of the authenticator or its enrolment where the account needs one, then a new password
/// where the present one was given out. How far somebody has come stands in a cookie of ten minutes.
/// </summary>
internal sealed class SignInSteps(AccountTable accounts, TimeProvider clock)
{
    /// <summary>Authentication scheme of the cookie between the steps.</summary>
    public const string Scheme = "wenden-step";

    // When the person signed in, in ISO 8601; kept when the cookie is renewed.
    private const string SignedInAt = "at";
    private const string Stamp = "stamp";
    private const string WithCode = "code";

    /// <summary>Takes the next step; answers with the name of its page, or null when the person is signed in.</summary>
    public async Task<string?> ContinueAsync(HttpContext context, Account account, bool withCode)
    {
        var page = NextPage(account, withCode);
        if (page is null)
        {
            await context.SignOutAsync(Scheme);
            await FinishAsync(context, account);
            return null;
        }

        var principal = PrincipalOf(account, Scheme);
        if (withCode)
            principal.Identities.Single().AddClaim(new Claim(WithCode, ""));
        await context.SignInAsync(Scheme, principal);
        return page;
    }

    /// <summary>Signs in.</summary>
    public Task FinishAsync(HttpContext context, Account account) => context.SignInAsync(
        IdentityConstants.ApplicationScheme,
        PrincipalOf(account, IdentityConstants.ApplicationScheme),
        new AuthenticationProperties { Items = { [SignedInAt] = clock.GetUtcNow().ToString("O") } });

    /// <summary>Who is signed in and since when; nobody where the account was shut, or its password changed elsewhere.</summary>
    public async Task<(Account? Account, DateTimeOffset Since)> SignedInAsync(HttpContext context, CancellationToken ct)
    {
        var cookie = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var account = await OfAsync(cookie.Principal, ct);
        return account is null ? default : (account, DateTimeOffset.Parse(cookie.Properties!.Items[SignedInAt]!, CultureInfo.InvariantCulture));
    }

    /// <summary>Who is between two steps, and whether with a code; nobody where the way began too long ago or the account was changed meanwhile.</summary>
    public async Task<(Account? Account, bool WithCode)> WhoAsync(HttpContext context, CancellationToken ct)
    {
        var step = (await context.AuthenticateAsync(Scheme)).Principal;
        return (await OfAsync(step, ct), step?.HasClaim(claim => claim.Type == WithCode) ?? false);
    }

    private async Task<Account?> OfAsync(ClaimsPrincipal? cookie, CancellationToken ct)
    {
        if (!Guid.TryParse(cookie?.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
            return null;
        var account = await accounts.FindAsync(id, ct);
        return account is { DisabledSince: null } && account.SecurityStamp == cookie.FindFirstValue(Stamp) ? account : null;
    }

    private static ClaimsPrincipal PrincipalOf(Account account, string scheme) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(Stamp, account.SecurityStamp!)], scheme));

    private static string? NextPage(Account account, bool withCode)
    {
        if (!withCode && account.IsEnrolled)
            return "/SecondFactor";
        if (!withCode && account.NeedsSecondFactor)
            return "/Enrol";
        return account.MustChangePassword ? "/Password" : null;
    }
}
