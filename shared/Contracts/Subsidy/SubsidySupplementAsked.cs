namespace Wenden.Contracts.Subsidy;

/// <summary>A reviewer asks an applicant for all that is missing (补正), once an application. The application waits for it.</summary>
public sealed record SubsidySupplementAsked
{
    /// <summary>Code of the site that took the application in.</summary>
    public required string Site { get; init; }

    /// <summary>The case the application came from.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Code of the service item.</summary>
    public required string Item { get; init; }

    /// <summary>All that is missing, for the applicant to read; 1 to 500 characters.</summary>
    public required string Missing { get; init; }

    /// <summary>Account name of the reviewer.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }
}
