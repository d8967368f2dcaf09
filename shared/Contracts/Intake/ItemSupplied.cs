namespace Wenden.Contracts.Intake;

/// <summary>What another service had asked a visitor for (补正) was brought; that service goes on.</summary>
public sealed record ItemSupplied
{
    /// <summary>Code of the site of the case.</summary>
    public required string Site { get; init; }

    /// <summary>The case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }

    /// <summary>The service that follows the item up: <c>subsidy</c>.</summary>
    public required string FollowUp { get; init; }

    /// <summary>Account name of who took it.</summary>
    public required string SuppliedBy { get; init; }

    /// <summary>When it was brought.</summary>
    public required DateTimeOffset SuppliedAt { get; init; }
}
