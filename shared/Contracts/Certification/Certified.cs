namespace Wenden.Contracts.Certification;

/// <summary>A person was certified (待遇领取资格认证): still entitled to the long-term benefits they draw.</summary>
public sealed record Certified
{
    /// <summary>Code of the site that certified.</summary>
    public required string Site { get; init; }

    /// <summary>The certification.</summary>
    public required Guid CertificationId { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>How: <c>counter</c>, and later <c>data</c>, <c>self</c>, <c>visit</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The day of the certification.</summary>
    public required DateOnly CertifiedOn { get; init; }

    /// <summary>The last day it is valid: twelve months from the day of certification.</summary>
    public required DateOnly ValidUntil { get; init; }
}
