namespace Wenden.Identity.Accounts;

/// <summary>An account as operators see it.</summary>
internal sealed record AccountView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string FullName { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required IReadOnlyList<string> Sites { get; init; }

    public Guid? PersonId { get; init; }

    public bool HasAuthenticator { get; init; }

    public bool MustChangePassword { get; init; }

    public DateTimeOffset? DisabledSince { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The columns; wants <c>@now</c>.</summary>
    public const string Columns =
        """
        id, user_name as name, full_name, roles, sites, person_id, enrolled_at is not null as has_authenticator, must_change_password,
        disabled_since, case when lockout_end > @now then lockout_end end as locked_until
        """;
}
