namespace Wenden.Intake.Catalogue;

/// <summary>All versions of the catalogue; each is in force until the next begins.</summary>
internal sealed class CatalogueSet
{
    private readonly IReadOnlyList<ItemCatalogue> _newestFirst;

    private CatalogueSet(IEnumerable<ItemCatalogue> catalogues) =>
        _newestFirst = [.. catalogues.OrderByDescending(catalogue => catalogue.EffectiveFrom)];

    /// <summary>Every version, the newest first.</summary>
    public IReadOnlyList<ItemCatalogue> All => _newestFirst;

    /// <summary>The version in force on <paramref name="day"/>.</summary>
    /// <exception cref="InvalidOperationException">The first version begins later.</exception>
    public ItemCatalogue On(DateOnly day) =>
        _newestFirst.FirstOrDefault(catalogue => catalogue.EffectiveFrom <= day)
        ?? throw new InvalidOperationException($"No catalogue is in force on {day:yyyy-MM-dd}.");

    /// <summary>Reads and checks every <c>*.yaml</c> of <paramref name="folder"/>.</summary>
    /// <exception cref="InvalidDataException">Something is wrong; the message has one line per error, of all files.</exception>
    public static CatalogueSet Load(string folder)
    {
        var errors = new List<string>();
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
            errors.Add($"{folder}: no catalogue");

        var catalogues = files
            .Select(file => CatalogueReader.Read(Path.GetFileName(file), File.ReadAllText(file), errors))
            .OfType<ItemCatalogue>()
            .ToArray();
        errors.AddRange(catalogues
            .GroupBy(catalogue => catalogue.EffectiveFrom)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Count()} catalogues begin on {same.Key:yyyy-MM-dd}"));
        return errors.Count == 0 ? new CatalogueSet(catalogues) : throw new InvalidDataException(string.Join('\n', errors));
    }
}
