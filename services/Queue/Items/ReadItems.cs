using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Items;

/// <summary><c>GET /sites/{site}/items</c>: what one can come for at the site today, by number. Empty as long as Intake has told nothing.</summary>
internal static class ReadItems
{
    public static void MapReadItems(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/items", HandleAsync).RequireRole([.. Roles.All]);

    private static async Task<Results<Ok<Item[]>, Problem>> HandleAsync(string site, SiteBook sites, ItemBook items, CancellationToken ct) =>
        await sites.FindAsync(site, ct) is { } known
            ? TypedResults.Ok<Item[]>([.. (await items.TodayAsync(known, ct)).Values.OrderBy(item => item.Number)])
            : Problem.NotFound("site.unknown", site);
}
