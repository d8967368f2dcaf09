using System.Globalization;

namespace Wenden.Portal.Reading;

/// <summary>The catalogue of service items.</summary>
internal sealed class IntakeReads(HallReader hall)
{
    /// <summary>The items that <paramref name="search"/> finds in names, their pinyin, groups, codes and numbers; all of them without it.</summary>
    public Task<Catalogue> CatalogueAsync(string? search, CancellationToken ct) =>
        hall.GetAsync<Catalogue>("intake", $"/catalogue?q={Uri.EscapeDataString(search ?? "")}", ct);

    /// <summary>Every version of the catalogue, the newest first.</summary>
    public Task<IReadOnlyList<CatalogueVersion>> VersionsAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<CatalogueVersion>>("intake", "/catalogue/versions", ct);
}

/// <param name="EffectiveFrom">First day in force.</param>
/// <param name="InForce">Whether it is in force today.</param>
/// <param name="Source">Where it was taken from.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Instant">How many of them are done on the spot.</param>
/// <param name="Changes">What is other than in the version before.</param>
internal sealed record CatalogueVersion(DateOnly EffectiveFrom, bool InForce, string Source, int Items, int Instant, IReadOnlyList<CatalogueVersion.Change> Changes)
{
    internal sealed record Change(string Kind, string Code, string Name, string What, IReadOnlyList<Field> Fields);

    internal sealed record Field(string Name, string? Before, string? After);
}

internal sealed record Catalogue(DateOnly EffectiveFrom, IReadOnlyDictionary<string, Names> Groups, IReadOnlyList<CatalogueItem> Items);

internal sealed record CatalogueItem(string Code, int Number, string Name, string NameEn, string Group, string Audience, bool Instant, int PromisedDays)
{
    public string Shown => Names.Choose(Name, NameEn);
}

internal sealed record Names(string Name, string NameEn)
{
    public string Shown => Choose(Name, NameEn);

    // By name: the hall runs without culture data, so a culture does not know its language.
    public static string Choose(string chinese, string english) => CultureInfo.CurrentUICulture.Name == "en" ? english : chinese;
}
