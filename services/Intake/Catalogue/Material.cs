namespace Wenden.Intake.Catalogue;

/// <summary>Something to be shown for an item (材料).</summary>
internal sealed record Material
{
    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Whether an item can be accepted before it is there.</summary>
    public required Importance Importance { get; init; }

    /// <summary>How it may be proved, one way or more.</summary>
    public required IReadOnlyList<Proof> Proof { get; init; }

    /// <summary>Names of the registry's facts that together prove it; none unless <see cref="Proof"/> has data.</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>What the person commits to in its place (告知承诺); none unless <see cref="Proof"/> has a commitment.</summary>
    public string? Commits { get; init; }

    /// <summary>Calendar days for which it can be used again; the day it is handed in is not counted.</summary>
    public int? ValidDays { get; init; }

    /// <summary>The same in months.</summary>
    public int? ValidMonths { get; init; }

    /// <summary>The last day on which what was handed in on <paramref name="day"/> can be used for another case; none where it cannot.</summary>
    public DateOnly? ValidUntil(DateOnly day) =>
        ValidMonths is { } months ? day.AddMonths(months)
        : ValidDays is { } days ? day.AddDays(days)
        : null;
}

/// <summary>How much hangs on a material.</summary>
internal enum Importance
{
    /// <summary>Nothing is accepted without it (主件).</summary>
    Main,

    /// <summary>It can be accepted as a gap and brought later (辅件).</summary>
    Secondary,
}

/// <summary>How a material may be proved.</summary>
internal enum Proof
{
    /// <summary>The paper itself, photographed or as a file.</summary>
    Paper,

    /// <summary>Data the system holds.</summary>
    Data,

    /// <summary>The person commits to it in writing (告知承诺).</summary>
    Commitment,
}
