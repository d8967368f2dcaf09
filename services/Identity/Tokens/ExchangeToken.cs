using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Wenden.Contracts.Identity;
using Wenden.Identity.Accounts;
using Wenden.Identity.Clients;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wenden.Identity.Tokens;

/// <summary><c>POST /connect/token</c>. OpenIddict has checked the client, the code or refresh token, and the proof key; here is decided what the token says.</summary>
internal static class ExchangeToken
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapExchangeToken(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/token", HandleAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, AccountTable accounts, IOpenIddictApplicationManager clients, CancellationToken ct)
    {
        if (context.GetOpenIddictServerResponse() is { Error: { } error } failed)
            return Refuse(error, failed.ErrorDescription);
        var request = context.GetOpenIddictServerRequest()!;
        if (request.IsAuthorizationCodeGrantType() || request.IsRefreshTokenGrantType())
            return await OfSessionAsync(context, accounts, ct);
        if (request.IsClientCredentialsGrantType())
            return await OfClientAsync(request.ClientId!, clients, ct);
        return request.GrantType == SampleHall.ScriptGrant
            ? await SampleToken.GiveAsync(request, accounts, ct)
            : Refuse(Errors.UnsupportedGrantType, null);
    }

    /// <summary>The account as it is now: what has changed since the sign-in counts from the next token on.</summary>
    private static async Task<IResult> OfSessionAsync(HttpContext context, AccountTable accounts, CancellationToken ct)
    {
        var signedIn = (await context.AuthenticateAsync(Scheme)).Principal!;
        var account = Guid.TryParse(signedIn.GetClaim(Claims.Subject), out var id) ? await accounts.FindAsync(id, ct) : null;
        if (account is null || account.DisabledSince is not null || account.SecurityStamp != signedIn.GetClaim(Principals.Stamp))
            return Refuse(Errors.InvalidGrant, "The session has ended.");
        return Give(Principals.OfAccount(account, signedIn.GetScopes()));
    }

    private static async Task<IResult> OfClientAsync(string clientId, IOpenIddictApplicationManager clients, CancellationToken ct)
    {
        var client = await clients.FindByClientIdAsync(clientId, ct) ?? throw new InvalidOperationException("OpenIddict let in an unknown client.");
        var (role, site) = ClientProperties.Read(await clients.GetPropertiesAsync(client, ct));
        return Give(Principals.OfClient(clientId, role, site));
    }

    internal static IResult Give(ClaimsPrincipal principal) => Results.SignIn(principal, authenticationScheme: Scheme);

    internal static IResult Refuse(string error, string? description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [Scheme]);
}
