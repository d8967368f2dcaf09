using System.Globalization;

namespace Wenden.Portal.Reading;

/// <summary>The catalogue of service items.</summary>
internal sealed class IntakeReads(HallReader hall)
{
    /// <summary>The items that <paramref name="search"/> finds in names, codes and numbers; all of them without it.</summary>
    public Task<Catalogue> CatalogueAsync(string? search, CancellationToken ct) =>
        hall.GetAsync<Catalogue>("intake", $"/catalogue?q={Uri.EscapeDataString(search ?? "")}", ct);
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
