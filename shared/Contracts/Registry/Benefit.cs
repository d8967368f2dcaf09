namespace Wenden.Contracts.Registry;

/// <summary>A long-term benefit that a person draws.</summary>
public sealed record Benefit
{
    /// <summary><c>pension</c>, <c>work-injury-allowance</c> or <c>survivors-allowance</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>First day of entitlement.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>Yuan a month.</summary>
    public required decimal MonthlyAmount { get; init; }

    /// <summary>Day of the last certification of entitlement; none for a person never certified.</summary>
    public DateOnly? CertifiedOn { get; init; }
}
