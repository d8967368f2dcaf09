using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>
/// Development only: a caller names itself, <c>X-Wenden-Caller: role=teller; name=t001; site=wendeng-hall</c>. <c>role</c> and <c>site</c>
/// may be repeated; the site <c>*</c> is every site.
/// </summary>
public sealed class CallerHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the header.</summary>
    public const string Name = "X-Wenden-Caller";

    internal const string SiteClaim = "site";

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Name] is not [{ } header])
            return Task.FromResult(AuthenticateResult.NoResult());

        var identity = new ClaimsIdentity(Scheme.Name);
        foreach (var part in header.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var key, { Length: > 0 } value] || ClaimType(key) is not { } type)
                return Task.FromResult(AuthenticateResult.Fail($"'{part}' is not role=…, name=… or site=…"));
            identity.AddClaim(new Claim(type, value));
        }

        if (identity.Name is null)
            return Task.FromResult(AuthenticateResult.Fail("The caller has no name"));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    private static string? ClaimType(string key) => key switch
    {
        "role" => ClaimTypes.Role,
        "name" => ClaimTypes.Name,
        "site" => SiteClaim,
        _ => null,
    };
}
