using System.Text.Json;

namespace Wenden.Contracts.Intake;

/// <summary>An item of a case is done, and facts hold that did not before; or it was opened again by a correction, and they hold no more.</summary>
public sealed record ItemProduced
{
    /// <summary>Code of the site of the case.</summary>
    public required string Site { get; init; }

    /// <summary>The case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }

    /// <summary>Its Chinese name.</summary>
    public required string ItemName { get; init; }

    /// <summary>The person of whom they hold.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The facts by the registry's names; none after a correction.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Facts { get; init; }

    /// <summary>Since when. What is told of the item later counts, whichever comes first.</summary>
    public required DateTimeOffset At { get; init; }
}
