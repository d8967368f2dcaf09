namespace Wenden.Contracts.Subsidy;

/// <summary>An application for the 4050 subsidy was decided after first and second review.</summary>
public sealed record SubsidyDecided
{
    /// <summary>Code of the site that took the application in.</summary>
    public required string Site { get; init; }

    /// <summary>The case the application came from.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Code of the service item.</summary>
    public required string Item { get; init; }

    /// <summary>Whether the subsidy is granted.</summary>
    public required bool Approved { get; init; }

    /// <summary>Yuan a year; 0 where refused.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Codes of what decided: conditions, groups or exclusions.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }
}
