using System.Text.Json;

namespace Wenden.Intake.Catalogue;

/// <summary>A version of the catalogue, and what it changed.</summary>
internal sealed record CatalogueVersion
{
    /// <summary>First day in force.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Whether it is in force today.</summary>
    public required bool InForce { get; init; }

    /// <summary>Where it was taken from.</summary>
    public required string Source { get; init; }

    public required int Items { get; init; }

    /// <summary>How many of them are done on the spot.</summary>
    public required int Instant { get; init; }

    /// <summary>What is other than in the version before, by code; nothing of the first.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>One item or material that came, went or changed.</summary>
    /// <param name="Kind"><c>item</c> or <c>material</c>.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Name">Its name, the new one where it changed.</param>
    /// <param name="What"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
    /// <param name="Fields">What of it changed.</param>
    internal sealed record Change(string Kind, string Code, string Name, string What, IReadOnlyList<Field> Fields);

    /// <param name="Name">Name of the property, as in the catalogue's files.</param>
    /// <param name="Before">Its value in the version before; JSON where it is not a text.</param>
    /// <param name="After">Its value now.</param>
    internal sealed record Field(string Name, string? Before, string? After);

    public static CatalogueVersion Of(ItemCatalogue version, ItemCatalogue? before, bool inForce) => new()
    {
        EffectiveFrom = version.EffectiveFrom,
        InForce = inForce,
        Source = version.Source,
        Items = version.Items.Count,
        Instant = version.Items.Count(item => item.Instant),
        Changes = before is null ? [] :
        [
            .. Changed("item", before.Items.ToDictionary(item => item.Code), version.Items.ToDictionary(item => item.Code), item => item.Name),
            .. Changed("material", before.Materials, version.Materials, material => material.Name),
        ],
    };

    private static IEnumerable<Change> Changed<T>(string kind, IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> after, Func<T, string> name) =>
        from code in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
        let old = before.GetValueOrDefault(code)
        let now = after.GetValueOrDefault(code)
        let fields = old is null || now is null ? [] : Compare(old, now)
        where old is null || now is null || fields.Count > 0
        select new Change(kind, code, name(now ?? old!), old is null ? "added" : now is null ? "removed" : "changed", fields);

    private static List<Field> Compare<T>(T before, T after)
    {
        var (old, now) = (JsonSerializer.SerializeToElement(before, HallJson.Options), JsonSerializer.SerializeToElement(after, HallJson.Options));
        return
        [
            .. from property in old.EnumerateObject().Concat(now.EnumerateObject()).Select(property => property.Name).Distinct()
               let was = TextOf(old, property)
               let becomes = TextOf(now, property)
               where was != becomes
               select new Field(property, was, becomes),
        ];
    }

    private static string? TextOf(JsonElement of, string property) => of.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
