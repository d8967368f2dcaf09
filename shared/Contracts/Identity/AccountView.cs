namespace Wenden.Contracts.Identity;

/// <summary>An account as operators see it.</summary>
public sealed record AccountView
{
    /// <summary>The account's id, the subject of its tokens.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is typed to sign in.</summary>
    public required string Name { get; init; }

    /// <summary>The name people see.</summary>
    public required string FullName { get; init; }

    /// <summary>What the account may do.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Where; <c>*</c> is every site.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>The citizen, by the registry; none for those who work in the hall.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Whether a second factor is set up.</summary>
    public bool HasAuthenticator { get; init; }

    /// <summary>Whether the present password was given out and must be changed at the next sign-in.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Since when the account is shut; none for an open one.</summary>
    public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Until when it is locked after wrong passwords or codes; none where it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }
}
