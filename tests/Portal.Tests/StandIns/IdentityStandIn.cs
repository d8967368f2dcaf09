using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>
/// As much of an OpenID Connect provider as the portal speaks with. It signs in whom the cookie <c>sign-in-as</c> names, and shows a sign-in page
/// without it. Refresh tokens are good for one use.
/// </summary>
public sealed class IdentityStandIn(string issuer) : StandIn
{
    private static readonly TimeSpan _short = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _usual = TimeSpan.FromMinutes(10);
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "stand-in" };
    private readonly ConcurrentDictionary<string, Request> _codes = new();
    private readonly ConcurrentDictionary<string, Account> _refreshTokens = new();

    public const string DeviceSecret = "secret of kiosk-1";

    /// <summary>Names of accounts that get no more tokens.</summary>
    public ConcurrentDictionary<string, bool> Stopped { get; } = new();

    /// <summary>How often a token of the account was refreshed, by name.</summary>
    public ConcurrentDictionary<string, int> Refreshed { get; } = new();

    /// <summary>What the portal asked of the person last, <c>login</c> for example, by name.</summary>
    public ConcurrentDictionary<string, string> Prompts { get; } = new();

    /// <summary>An access token, as scripts and devices have one.</summary>
    public string AccessToken(Account account, string? audience = null) => Sign(Claims(account), audience ?? "wenden", account.Name.StartsWith(Account.Hasty) ? _short : _usual, "at+jwt");

    private static Dictionary<string, object> Claims(Account account)
    {
        Dictionary<string, object> claims = new()
        {
            ["sub"] = account.Name, ["name"] = account.Name, ["role"] = account.Role.Split('+') is [var only] ? only : account.Role.Split('+'), ["site"] = account.Site,
        };
        if (account.Person is { } person)
            claims["person"] = $"{person}";
        return claims;
    }

    protected override void Map(WebApplication app)
    {
        app.MapGet("/alive", () => "");
        app.MapGet("/.well-known/openid-configuration", (HttpContext context) => Metadata($"{context.Request.Scheme}://{context.Request.Host}"));
        app.MapGet("/.well-known/jwks", () => new { keys = new[] { Jwk() } });
        app.MapGet("/connect/authorize", Authorize);
        app.MapPost("/connect/token", (Delegate)TokenAsync);
        app.MapGet("/connect/logout", (HttpContext context) =>
        {
            context.Response.Cookies.Delete("sign-in-as", new CookieOptions { Path = "/identity" });
            return Results.Redirect($"{context.Request.Query["post_logout_redirect_uri"]}?state={Uri.EscapeDataString(context.Request.Query["state"]!)}");
        });
        app.MapGet("/stopped", () => Array.Empty<object>());
        new OperatorStandIn().Map(app);
        app.MapAudit(_ => "identity");
        app.Map("/{**rest}", (HttpContext context) => new { cookie = context.Request.Headers.Cookie.ToString(), prefix = context.Request.Headers["X-Forwarded-Prefix"].ToString() });
    }

    // As OpenIddict does it: the issuer is fixed, the endpoints are at whatever address was asked.
    private object Metadata(string here) => new
    {
        issuer,
        authorization_endpoint = $"{here}/connect/authorize",
        token_endpoint = $"{here}/connect/token",
        end_session_endpoint = $"{here}/connect/logout",
        jwks_uri = $"{here}/.well-known/jwks",
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "RS256" },
        code_challenge_methods_supported = new[] { "S256" },
    };

    private IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        if (Account.Parse(context.Request.Cookies["sign-in-as"]) is not { } account)
            return Results.Content("<!DOCTYPE html><html lang=zh><title>sign in</title><h1>stand-in sign-in page</h1>", "text/html");
        Prompts[account.Name] = query["prompt"].ToString();

        if (query["response_type"] != "code" || query["client_id"] != "portal" || query["code_challenge_method"] != "S256")
            return Results.BadRequest("code and PKCE only");
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = new Request(account, query["code_challenge"]!, query["nonce"]!, query["redirect_uri"]!);
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        return form["grant_type"].ToString() switch
        {
            "authorization_code" when IsPortal(form) && _codes.TryRemove(form["code"]!, out var request) && IsProven(request, form) =>
                Tokens(request.Account, request.Nonce),
            "refresh_token" when IsPortal(form) && _refreshTokens.TryRemove(form["refresh_token"]!, out var account) && !Stopped.ContainsKey(account.Name) =>
                Refresh(account),
            "client_credentials" when form["client_id"] == "kiosk-1" && form["client_secret"] == DeviceSecret =>
                Results.Ok(new { access_token = AccessToken(new Account("kiosk", "kiosk-1")), token_type = "Bearer", expires_in = 3600 }),
            "client_credentials" when IsPortal(form) =>
                Results.Ok(new { access_token = AccessToken(new Account("service", "portal", "*")), token_type = "Bearer", expires_in = 3600 }),
            _ => Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest),
        };
    }

    private IResult Refresh(Account account)
    {
        Refreshed.AddOrUpdate(account.Name, 1, (_, count) => count + 1);
        return Tokens(account, null);
    }

    private static bool IsPortal(IFormCollection form) => form["client_id"] == "portal" && form["client_secret"] == "secret of the portal";

    private static bool IsProven(Request request, IFormCollection form) =>
        request.Challenge == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
        && request.RedirectUri == form["redirect_uri"];

    private IResult Tokens(Account account, string? nonce)
    {
        var refresh = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _refreshTokens[refresh] = account;
        Dictionary<string, object> claims = new() { ["sub"] = account.Name };
        if (nonce is not null)
            claims["nonce"] = nonce;
        return Results.Ok(new
        {
            access_token = AccessToken(account),
            id_token = Sign(claims, "portal", _usual, "JWT"),
            refresh_token = refresh,
            token_type = "Bearer",
            expires_in = (int)(account.Name.StartsWith(Account.Hasty) ? _short : _usual).TotalSeconds,
        });
    }

    private string Sign(Dictionary<string, object> claims, string audience, TimeSpan life, string type)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + life,
            Claims = claims,
            TokenType = type,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
    }

    private object Jwk()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = _key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) };
    }

    private sealed record Request(Account Account, string Challenge, string Nonce, string RedirectUri);
}
