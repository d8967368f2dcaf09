namespace Wenden.Subsidy.Applications;

/// <summary>An application that the rules have not judged for good.</summary>
internal sealed record Waiting
{
    public required string Site { get; init; }

    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>Code of the service item.</summary>
    public required string Item { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required DateOnly AppliedOn { get; init; }

    /// <summary>The text of the law that it is judged by; none before the first assessment.</summary>
    public string? PolicySha256 { get; init; }

    /// <summary>Names of the facts missing so far; none before the first assessment.</summary>
    public string[]? Missing { get; init; }
}
