namespace Wenden.Contracts.Registry;

/// <summary>What the registry holds on a person has changed. Carries no name and no number: who needs them reads them.</summary>
public sealed record PersonChanged
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Counts a person's changes from 1. Events may arrive out of order: only a higher version is news.</summary>
    public required long Version { get; init; }

    /// <summary>Code of the site responsible for the person, normally the town office.</summary>
    public required string Site { get; init; }

    /// <summary>Town and village, where known.</summary>
    public string? Village { get; init; }

    /// <summary>Code of the care home the person lives in, if any.</summary>
    public string? CareHome { get; init; }

    /// <summary>Day of death by the registry, if any.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>Long-term benefits the person draws.</summary>
    public required IReadOnlyList<Benefit> Benefits { get; init; }
}
