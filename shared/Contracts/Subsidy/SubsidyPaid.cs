namespace Wenden.Contracts.Subsidy;

/// <summary>The bank has paid a subsidy out.</summary>
public sealed record SubsidyPaid
{
    /// <summary>Code of the site that took the application in.</summary>
    public required string Site { get; init; }

    /// <summary>The case the application came from; none for one that continues a year before.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Code of the service item.</summary>
    public required string Item { get; init; }

    /// <summary>The payment; an application that was paid after a failed attempt has several.</summary>
    public required Guid PaymentId { get; init; }

    /// <summary>The person in the registry.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Code of the programme, for example <c>4050</c>.</summary>
    public required string Programme { get; init; }

    /// <summary>The programme's year.</summary>
    public required int Year { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The day on which the bank paid.</summary>
    public required DateOnly PaidOn { get; init; }
}
