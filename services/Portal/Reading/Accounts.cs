using Wenden.Contracts.Identity;

namespace Wenden.Portal.Reading;

/// <summary>Accounts, as an operator keeps them at the identity service.</summary>
internal sealed class Accounts(HallReader hall)
{
    /// <summary>As many as one answer holds.</summary>
    public const int Most = 100;

    private const string Identity = "identity";

    /// <summary>Roles of people who work in the hall.</summary>
    public static readonly IReadOnlyList<string> Roles =
    [
        Wenden.ServiceDefaults.Callers.Roles.Teller, Wenden.ServiceDefaults.Callers.Roles.Reviewer, Wenden.ServiceDefaults.Callers.Roles.Approver, Wenden.ServiceDefaults.Callers.Roles.Payer, Wenden.ServiceDefaults.Callers.Roles.Certifier, Wenden.ServiceDefaults.Callers.Roles.Operator,
        Wenden.ServiceDefaults.Callers.Roles.Auditor, Wenden.ServiceDefaults.Callers.Roles.SiteManager,
    ];

    /// <param name="kind"><c>staff</c> or <c>citizen</c>.</param>
    /// <param name="search">Part of the name or full name.</param>
    /// <param name="after">The last name of the page before.</param>
    /// <param name="ct">Ends the reading.</param>
    public Task<IReadOnlyList<AccountView>> ListAsync(string kind, string? search, string? after, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<AccountView>>(
            Identity, $"/accounts?kind={kind}&search={Uri.EscapeDataString(search ?? "")}&after={Uri.EscapeDataString(after ?? "")}", ct);

    public Task<AccountView> ReadAsync(Guid id, CancellationToken ct) => hall.GetAsync<AccountView>(Identity, $"/accounts/{id}", ct);

    public Task CreateAsync(NewAccountRequest account, string key, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Identity, "/accounts", account, ct, key);

    public Task ChangeAccessAsync(Guid id, IEnumerable<string> roles, IEnumerable<string> sites, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Put, Identity, $"/accounts/{id}/access", new { roles, sites }, ct);

    /// <param name="id">Id of the account.</param>
    /// <param name="action"><c>disable</c>, <c>enable</c>, <c>unlock</c>, <c>reset-second-factor</c> or <c>sign-out</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task ActAsync(Guid id, string action, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Identity, $"/accounts/{id}/{action}", null, ct);

    public Task ResetPasswordAsync(Guid id, string password, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Identity, $"/accounts/{id}/password", new { password }, ct);
}

internal sealed record NewAccountRequest(string Name, string FullName, IReadOnlyList<string> Roles, IReadOnlyList<string> Sites, string Password);

internal static class AccountStates
{
    /// <summary>Last part of the key of its text: <c>open</c>, <c>locked</c> or <c>disabled</c>.</summary>
    public static string State(this AccountView account) => account.DisabledSince is not null ? "disabled" : account.LockedUntil is not null ? "locked" : "open";
}
