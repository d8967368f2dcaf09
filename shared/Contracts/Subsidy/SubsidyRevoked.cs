namespace Wenden.Contracts.Subsidy;

/// <summary>A subsidy that was granted is revoked; what was paid of it is to be claimed back.</summary>
public sealed record SubsidyRevoked
{
    /// <summary>Code of the site that took the application in.</summary>
    public required string Site { get; init; }

    /// <summary>The case the application came from; none where it was renewed from the year before.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Code of the service item.</summary>
    public required string Item { get; init; }

    /// <summary>The person in the registry.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The programme, for example <c>4050</c>.</summary>
    public required string Programme { get; init; }

    /// <summary>Year of the programme.</summary>
    public required int Year { get; init; }

    /// <summary>Yuan a year that had been granted.</summary>
    public required decimal Amount { get; init; }

    /// <summary>What the approver wrote, with the payee's name, account and every identity number masked.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was revoked.</summary>
    public required DateTimeOffset RevokedAt { get; init; }

    /// <summary>Account name of the approver.</summary>
    public required string RevokedBy { get; init; }
}
