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

    /// <summary>Code of the material that authorises a person to act for an employer (经办人授权).</summary>
    public required string Authorisation { get; init; }

    /// <summary>The items, by number.</summary>
    public required IReadOnlyList<ServiceItem> Items { get; init; }

    /// <summary>The item of that code, if there is one.</summary>
    public ServiceItem? Find(string code) => Items.FirstOrDefault(item => item.Code == code);

    /// <summary>Codes of the materials that an item of a case needs; of an employer's case also the authorisation of who acts for it.</summary>
    /// <param name="code">Code of the item.</param>
    /// <param name="authority">By what authority somebody acts for the employer; none where the case is the person's own.</param>
    public IReadOnlyList<string> Needs(string code, string? authority) => Find(code) switch
    {
        null => [],
        { } item when authority is null || item.Materials.Contains(Authorisation) => item.Materials,
        { } item => [.. item.Materials, Authorisation],
    };

    /// <summary>Whether nothing is accepted without the material: where only a paper says so, the authorisation of who acts for an employer is a main one.</summary>
    public Importance ImportanceOf(string material, string? authority) =>
        authority is not null && material == Authorisation ? Importance.Main : Materials[material].Importance;
}

/// <summary>What something is called, in Chinese and in English.</summary>
internal sealed record Names(string Name, string NameEn);
