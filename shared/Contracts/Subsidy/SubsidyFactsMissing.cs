namespace Wenden.Contracts.Subsidy;

/// <summary>An application cannot be judged yet: facts that would decide it are held nowhere. It waits for them.</summary>
public sealed record SubsidyFactsMissing
{
    /// <summary>Code of the site that took the application in.</summary>
    public required string Site { get; init; }

    /// <summary>The case the application came from.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Code of the service item.</summary>
    public required string Item { get; init; }

    /// <summary>Names of the missing facts.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}
