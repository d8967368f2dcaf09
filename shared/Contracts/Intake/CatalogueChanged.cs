namespace Wenden.Contracts.Intake;

/// <summary>A version of the catalogue of service items (事项目录) is there, with everything that other services need of it.</summary>
public sealed record CatalogueChanged
{
    /// <summary>First day in force; it replaces what was told of the same day before.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Every item.</summary>
    public required IReadOnlyList<CatalogueItem> Items { get; init; }
}

/// <summary>A service item (事项).</summary>
public sealed record CatalogueItem
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Code of its group.</summary>
    public required string Group { get; init; }

    /// <summary>Chinese name of the group.</summary>
    public required string GroupName { get; init; }

    /// <summary>English name of the group.</summary>
    public required string GroupNameEn { get; init; }

    /// <summary>Whether it is finished on the spot (即时办结).</summary>
    public required bool Instant { get; init; }

    /// <summary>Whether it may be done at an enterprise station (企业服务站).</summary>
    public bool Station { get; init; }

    /// <summary>Materials to have ready, in Chinese.</summary>
    public required IReadOnlyList<string> Materials { get; init; }

    /// <summary>The same in English.</summary>
    public required IReadOnlyList<string> MaterialsEn { get; init; }
}
