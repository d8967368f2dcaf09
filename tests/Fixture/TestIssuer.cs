using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Wenden.Fixture;

/// <summary>
/// Stands in for identity where one service is tested alone: it publishes its key as identity does, and gives out whatever token a test asks for.
/// A caller is written <c>role=teller; name=t001; site=wendeng-hall</c>; role and site may be repeated, and the site <c>*</c> is every site.
/// </summary>
public static class TestIssuer
{
    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
    private static readonly Lazy<WebApplication> Server = new(Start);
    private static readonly Dictionary<string, DateTimeOffset> StoppedSubjects = [];

    /// <summary>What tokens name as their issuer.</summary>
    public static Uri Address => new(Server.Value.Urls.Single());

    private static IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Identity:Issuer"] = Address.AbsoluteUri, ["Identity:ClientSecret"] = "secret", ["services:identity:http:0"] = Address.AbsoluteUri,
    };

    /// <summary>Makes a service take the tokens.</summary>
    public static IWebHostBuilder TrustTestIssuer(this IWebHostBuilder host)
    {
        foreach (var (key, value) in Settings)
            host.UseSetting(key, value);
        return host;
    }

    /// <summary>Makes a service take the tokens that runs as a process of its own.</summary>
    public static void TrustTestIssuer(this IDictionary<string, string?> environment)
    {
        foreach (var (key, value) in Settings)
            environment[key.Replace(":", "__")] = value;
    }

    /// <summary>The header of a caller.</summary>
    public static AuthenticationHeaderValue Bearer(string caller) => new("Bearer", Token(caller));

    /// <summary>The header of a caller with one role at one site.</summary>
    public static AuthenticationHeaderValue Bearer(string role, string name, string site) => Bearer($"role={role}; name={name}; site={site}");

    /// <summary>A token; <paramref name="change"/> may spoil it.</summary>
    public static string Token(string caller, Action<SecurityTokenDescriptor>? change = null)
    {
        var claims = Fields(caller).ToLookup(field => field.Key, field => field.Value);
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Address.AbsoluteUri,
            Audience = "wenden",
            TokenType = "at+jwt",
            IssuedAt = DateTime.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()),
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
            Claims = claims.ToDictionary(claim => claim.Key, claim => claim.Count() == 1 ? (object)claim.Single() : claim.ToArray()),
        };
        descriptor.Claims["sub"] = claims["name"].SingleOrDefault() ?? "nobody";
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>Who sends a request, written as <see cref="Bearer(string)"/> takes it; empty without a token.</summary>
    public static string CallerOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Parameter is null)
            return "";
        var token = new JsonWebToken(header.Parameter);
        return string.Join("; ", new[] { "role", "name", "site" }.SelectMany(type => token.Claims.Where(claim => claim.Type == type).Select(claim => $"{type}={claim.Value}")));
    }

    /// <summary>Stops the tokens that a caller of that name has by now.</summary>
    public static void Stop(string name)
    {
        lock (StoppedSubjects)
            StoppedSubjects[name] = TimeProvider.System.GetUtcNow().AddSeconds(1);
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string caller) =>
        from field in caller.Split(';', StringSplitOptions.TrimEntries)
        let parts = field.Split('=', 2)
        select KeyValuePair.Create(parts[0], parts[1]);

    private static WebApplication Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Address.AbsoluteUri, ["jwks_uri"] = new Uri(Address, "/.well-known/jwks").AbsoluteUri,
        });
        app.MapGet("/.well-known/jwks", () => Results.Content(JsonSerializer.Serialize(new { keys = new[] { PublicKey() } }), "application/json"));
        app.MapPost("/connect/token", async (HttpRequest request) => new Dictionary<string, object>
        {
            ["access_token"] = Token($"role=service; name={(await request.ReadFormAsync())["client_id"]}; site=*"), ["expires_in"] = 3600,
        });
        app.MapGet("/stopped", () =>
        {
            lock (StoppedSubjects)
                return StoppedSubjects.Select(entry => new { Subject = entry.Key, Since = entry.Value }).ToArray();
        });
        app.StartAsync().GetAwaiter().GetResult();
        return app;
    }

    private static object PublicKey()
    {
        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(Key);
        return new { kty = key.Kty, crv = key.Crv, x = key.X, y = key.Y, kid = key.Kid, use = "sig", alg = "ES256" };
    }
}
