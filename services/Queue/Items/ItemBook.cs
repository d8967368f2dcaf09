using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Items;

/// <summary>The items in force today, as Intake has told of them; looked up anew every few seconds.</summary>
internal sealed class ItemBook([FromKeyedServices(Lookups.Pool)] NpgsqlDataSource database, TimeProvider clock)
{
    private readonly Lookup<DateOnly, IReadOnlyDictionary<string, Item>> _days = new(clock, day => ReadAsync(database, day));

    /// <summary>By code; empty as long as Intake has told nothing. Every code is good then, or nobody could take a number.</summary>
    public Task<IReadOnlyDictionary<string, Item>> TodayAsync(CancellationToken ct) => _days.FindAsync(clock.HallDay(), ct);

    /// <summary>Those that can be done at the site.</summary>
    public async Task<IReadOnlyDictionary<string, Item>> TodayAsync(KnownSite site, CancellationToken ct)
    {
        var items = await TodayAsync(ct);
        return site.StationOf is null ? items : items.Where(item => item.Value.Station).ToDictionary(StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, Item>> ReadAsync(NpgsqlDataSource database, DateOnly day)
    {
        await using var connection = await database.OpenConnectionAsync();
        var items = await connection.QueryAsync<Item>(
            "select * from items where effective_from = (select max(effective_from) from items where effective_from <= @day) order by number", new { day });
        return items.ToDictionary(item => item.Code, StringComparer.Ordinal);
    }
}

internal static class ItemsInUse
{
    /// <summary>The items of these codes; one that is not known any more goes by its code.</summary>
    public static IReadOnlyList<Item> Of(this IReadOnlyDictionary<string, Item> known, IEnumerable<string> codes) =>
        [.. codes.Select(code => known.GetValueOrDefault(code) ?? new Item { Code = code, Name = code, NameEn = code })];

    /// <summary>Papers for all of them, each once.</summary>
    public static (IReadOnlyList<string> Chinese, IReadOnlyList<string> English) Papers(this IReadOnlyList<Item> items) =>
        ([.. items.SelectMany(item => item.Materials).Distinct()], [.. items.SelectMany(item => item.MaterialsEn).Distinct()]);
}
