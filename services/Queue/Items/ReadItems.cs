using Wenden.Contracts.Queue;

namespace Wenden.Queue.Items;

/// <summary><c>GET /sites/{site}/items</c>: what one can come for today, by number. Empty as long as Intake has told nothing.</summary>
internal static class ReadItems
{
    public static void MapReadItems(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/items", HandleAsync).RequireRole([.. Roles.All]);

    private static async Task<IReadOnlyList<Item>> HandleAsync(string site, ItemBook items, CancellationToken ct)
    {
        _ = site; // Every site of the district takes the same; the caller must belong to it all the same.
        return [.. (await items.TodayAsync(ct)).Values.OrderBy(item => item.Number)];
    }
}
