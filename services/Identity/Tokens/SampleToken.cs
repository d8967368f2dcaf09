using OpenIddict.Abstractions;
using Wenden.Contracts.Identity;
using Wenden.Identity.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wenden.Identity.Tokens;

/// <summary>
/// The grant <c>urn:wenden:sample</c>, in the sample hall only: form parameters <c>role</c>, optional <c>site</c>, <c>name</c> and, for a citizen,
/// <c>person</c>; the answer is a token of the sample account with that role.
/// </summary>
internal static class SampleToken
{
    public static async Task<IResult> GiveAsync(OpenIddictRequest request, AccountTable accounts, CancellationToken ct)
    {
        var (role, site, name) = ((string?)request["role"], (string?)request["site"], (string?)request["name"]);
        if (role == Roles.Service)
            return Give(Principals.OfClient(name ?? SampleHall.ScriptClient, role, site ?? "*"));
        if (SampleHall.Devices.FirstOrDefault(device => device.Role == role) is { Name: { } device })
            return Give(Principals.OfClient(name ?? device, role!, site ?? SampleHall.Site));

        var account = role == Roles.Citizen
            ? await CitizenAsync((string?)request["person"], accounts, ct)
            : await WorkerAsync(role, name, accounts, ct);
        return account is null
            ? ExchangeToken.Refuse(Errors.InvalidRequest, $"No sample account has the role '{role}'{(name is null ? "" : $" and the name '{name}'")}.")
            : Give(Principals.OfAccount(account, [], [role!], site));
    }

    private static async Task<Account?> WorkerAsync(string? role, string? name, AccountTable accounts, CancellationToken ct)
    {
        var sample = SampleHall.Accounts.FirstOrDefault(account => account.Role == role && (name is null || account.Name == name));
        var account = sample is null ? null : await accounts.FindByNameAsync(sample.Name, ct);
        return account?.DisabledSince is null ? account : null;
    }

    private static async Task<Account?> CitizenAsync(string? person, AccountTable accounts, CancellationToken ct) =>
        Guid.TryParse(person ?? $"{SampleHall.NoPerson}", out var id) ? await accounts.OfCitizenAsync(id, "样例居民", ct) : null;

    private static IResult Give(ClaimsPrincipal principal) => ExchangeToken.Give(principal.SetAccessTokenLifetime(Lifetimes.Sample));
}
