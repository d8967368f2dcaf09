namespace Wenden.Subsidy.Drafts;

/// <summary>A policy that an operator has loaded, as it is shown.</summary>
internal sealed record Draft
{
    public const string Columns =
        "id, programme, year, sha256 as fingerprint, state, effective_from, loaded_by, loaded_at, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at";

    public required Guid Id { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    /// <summary>SHA-256 of the text, lower-case hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary><c>draft</c>, <c>confirmed</c> or <c>withdrawn</c>.</summary>
    public required string State { get; init; }

    /// <summary>Counts for applications of this day and later.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    public required string LoadedBy { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public string? ConfirmedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public string? WithdrawnBy { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>What differs from the policy that is in force; only where a single draft is shown.</summary>
    public IReadOnlyList<PolicyChange>? Changes { get; init; }

    /// <summary>The file; only where a single draft is shown.</summary>
    public string? Text { get; init; }
}

/// <summary>A value of a policy file that differs: <c>amounts.full</c> was 5000 and is 6000. None where the value is not there.</summary>
internal sealed record PolicyChange(string Path, string? Before, string? Now);
