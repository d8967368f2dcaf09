using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace Wenden.Identity.Tests;

/// <summary>The portal's side of a sign-in: sends the browser off with a challenge, and redeems the code it comes back with.</summary>
internal sealed class PortalClient(IdentityHall hall)
{
    private readonly string _verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public string AuthorizeAddress(string more = "", string? challenge = null) =>
        "connect/authorize?client_id=portal&response_type=code&scope=openid%20offline_access%20profile&state=s"
        + $"&redirect_uri={Uri.EscapeDataString(IdentityHall.Callback)}&code_challenge_method=S256&code_challenge={challenge ?? Challenge}{more}";

    public string Challenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)));

    public Task<JsonElement> RedeemAsync(Shown back)
    {
        back.Address.GetLeftPart(UriPartial.Path).ShouldBe(IdentityHall.Callback, back.Problem);
        return hall.Second.TokensAsync(RedeemForm(back["code"]!, _verifier));
    }

    public Task<HttpResponseMessage> TryRedeemAsync(string code, string? verifier = null) => hall.First.TryTokenAsync(RedeemForm(code, verifier ?? _verifier));

    public Task<HttpResponseMessage> TryRefreshAsync(JsonElement tokens) => hall.First.TryTokenAsync(RefreshForm(tokens));

    public Task<JsonElement> RefreshAsync(JsonElement tokens) => hall.First.TokensAsync(RefreshForm(tokens));

    private static (string, string?)[] RedeemForm(string code, string verifier) =>
    [
        ("grant_type", OpenIddictConstants.GrantTypes.AuthorizationCode), ("client_id", "portal"), ("client_secret", IdentityHall.SecretOf("portal")),
        ("code", code), ("code_verifier", verifier), ("redirect_uri", IdentityHall.Callback),
    ];

    private static (string, string?)[] RefreshForm(JsonElement tokens) =>
    [
        ("grant_type", OpenIddictConstants.GrantTypes.RefreshToken), ("client_id", "portal"), ("client_secret", IdentityHall.SecretOf("portal")),
        ("refresh_token", tokens.GetProperty("refresh_token").GetString()),
    ];
}
