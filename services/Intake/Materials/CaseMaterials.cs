using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Materials;

/// <summary>What a case needs, item by item, and what of it is there.</summary>
internal sealed record CaseMaterials
{
    public required Guid CaseId { get; init; }

    /// <summary>Whether the registry could be asked; without it nothing counts as proved by data.</summary>
    public required bool FactsKnown { get; init; }

    public required IReadOnlyList<ItemMaterials> Items { get; init; }
}

/// <summary>What one item of the case needs.</summary>
internal sealed record ItemMaterials
{
    /// <summary>Code of the item.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether something can still be handed in for it.</summary>
    public required bool Open { get; init; }

    public required IReadOnlyList<NeededMaterial> Materials { get; init; }
}

/// <summary>One material of an item.</summary>
internal sealed record NeededMaterial
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required Importance Importance { get; init; }

    /// <summary>How it may be proved.</summary>
    public required IReadOnlyList<Proof> Proof { get; init; }

    public required MaterialState State { get; init; }

    /// <summary>Whether a commitment can be offered in its place.</summary>
    public bool CanCommit => Proof.Contains(Catalogue.Proof.Commitment);

    /// <summary><c>offered</c>, <c>signed</c> or <c>kept</c> where a commitment stands for it.</summary>
    public string? Commitment { get; init; }

    /// <summary>What the item uses, in the order in which it was handed in.</summary>
    public required IReadOnlyList<MaterialFile> Files { get; init; }

    /// <summary>What it could use as well: handed in for another item of the case, or for an earlier case and valid today. The newest first.</summary>
    public required IReadOnlyList<MaterialFile> Earlier { get; init; }
}

/// <summary>Whether a material is there.</summary>
internal enum MaterialState
{
    /// <summary>Neither proved nor handed in.</summary>
    Missing,

    /// <summary>Data that the registry holds prove it.</summary>
    Proved,

    /// <summary>A signed commitment stands for it.</summary>
    Committed,

    /// <summary>Handed in.</summary>
    HandedIn,
}

/// <summary>One file that was handed in.</summary>
internal sealed record MaterialFile
{
    public required Guid MaterialId { get; init; }

    /// <summary>The case it was handed in for.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>Code of the material.</summary>
    public required string Material { get; init; }

    /// <summary><c>image/jpeg</c>, <c>image/png</c> or <c>application/pdf</c>.</summary>
    public required string MediaType { get; init; }

    public required int Bytes { get; init; }

    /// <summary>Account name of who took it in.</summary>
    public required string HandedInBy { get; init; }

    public required DateTimeOffset HandedInAt { get; init; }

    /// <summary>The last day on which another case of the person can use it; none where none can.</summary>
    public DateOnly? ValidUntil { get; init; }
}
