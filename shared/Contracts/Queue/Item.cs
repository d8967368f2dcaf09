namespace Wenden.Contracts.Queue;

/// <summary>What the queue knows of a service item (事项).</summary>
public sealed record Item
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its number in the catalogue, from 1; 0 where the queue does not know the item.</summary>
    public int Number { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Code of its group.</summary>
    public string Group { get; init; } = "";

    /// <summary>Chinese name of the group.</summary>
    public string GroupName { get; init; } = "";

    /// <summary>English name of the group.</summary>
    public string GroupNameEn { get; init; } = "";

    /// <summary>Whether it is finished on the spot.</summary>
    public bool Instant { get; init; }

    /// <summary>Whether it may be done at an enterprise station.</summary>
    public bool Station { get; init; }

    /// <summary>Papers to have ready, in Chinese.</summary>
    public IReadOnlyList<string> Materials { get; init; } = [];

    /// <summary>The same in English.</summary>
    public IReadOnlyList<string> MaterialsEn { get; init; } = [];
}
