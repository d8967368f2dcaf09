namespace Wenden.Contracts.Intake;

/// <summary>What a person had committed to in place of a paper (告知承诺) was found to be false.</summary>
public sealed record CommitmentBroken
{
    /// <summary>Code of the site of the case.</summary>
    public required string Site { get; init; }

    /// <summary>The case that the commitment was given for.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The commitment.</summary>
    public required Guid CommitmentId { get; init; }

    /// <summary>Who gave it.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Name of the material that it stood for.</summary>
    public required string Material { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset FoundAt { get; init; }
}
