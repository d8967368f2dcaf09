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
    public Task<IReadOnlyList<HallAccount>> ListAsync(string kind, string? search, string? after, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<HallAccount>>(
            Identity, $"/accounts?kind={kind}&search={Uri.EscapeDataString(search ?? "")}&after={Uri.EscapeDataString(after ?? "")}", ct);

    public Task<HallAccount> ReadAsync(Guid id, CancellationToken ct) => hall.GetAsync<HallAccount>(Identity, $"/accounts/{id}", ct);

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

internal sealed record HallAccount
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string FullName { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>The citizen; none for those who work in the hall.</summary>
    public Guid? PersonId { get; init; }

    public bool HasAuthenticator { get; init; }

    public bool MustChangePassword { get; init; }

    public DateTimeOffset? DisabledSince { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Last part of the key of its text: <c>open</c>, <c>locked</c> or <c>disabled</c>.</summary>
    public string State => DisabledSince is not null ? "disabled" : LockedUntil is not null ? "locked" : "open";
}
