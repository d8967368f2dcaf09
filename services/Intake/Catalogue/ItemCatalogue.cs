namespace Wenden.Intake.Catalogue;

/// <summary>One version of the catalogue (事项目录).</summary>
internal sealed record ItemCatalogue
{
    /// <summary>First day in force.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Where it was taken from.</summary>
    public required string Source { get; init; }

    /// <summary>Zones of the hall by code.</summary>
    public required IReadOnlyDictionary<string, Names> Zones { get; init; }

    /// <summary>Groups of items by code.</summary>
    public required IReadOnlyDictionary<string, Names> Groups { get; init; }

    /// <summary>Materials by code.</summary>
    public required IReadOnlyDictionary<string, Material> Materials { get; init; }

    /// <summary>The items, by number.</summary>
    public required IReadOnlyList<ServiceItem> Items { get; init; }

    /// <summary>The item of that code, if there is one.</summary>
    public ServiceItem? Find(string code) => Items.FirstOrDefault(item => item.Code == code);
}

/// <summary>What something is called, in Chinese and in English.</summary>
internal sealed record Names(string Name, string NameEn);
