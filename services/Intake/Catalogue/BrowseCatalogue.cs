using Wenden.Contracts.Queue;

namespace Wenden.Intake.Catalogue;

/// <summary>
/// <c>GET /catalogue</c>: the catalogue in force today, all of it or what <c>q</c> finds in names, their pinyin, groups, codes and numbers;
/// <c>GET /catalogue/{code}</c>; <c>GET /catalogue/versions</c>: every version, and what it changed.
/// </summary>
internal static class BrowseCatalogue
{
    public static void MapBrowseCatalogue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/catalogue", Browse).RequireRole([.. Roles.All]).WithName(nameof(Browse));
        routes.MapGet("/catalogue/versions", Versions).RequireRole(Roles.Operator, Roles.SiteManager, Roles.Auditor).WithName(nameof(Versions));
        routes.MapGet("/catalogue/{code}", Find).RequireRole([.. Roles.All]).WithName(nameof(Find))
            .Produces<ServiceItem>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static ItemCatalogue Browse(CatalogueSet catalogues, TimeProvider clock, string? q, bool? instant, string? group)
    {
        var catalogue = catalogues.On(clock.HallDay());
        var wanted = q?.Trim() ?? "";
        return catalogue with
        {
            Items =
            [
                .. catalogue.Items.Where(item =>
                    (instant is null || item.Instant == instant) && (group is null || item.Group == group) && Matches(item, catalogue, wanted)),
            ],
        };
    }

    private static IResult Find(string code, CatalogueSet catalogues, TimeProvider clock) =>
        catalogues.On(clock.HallDay()).Find(code) is { } item ? TypedResults.Ok(item) : Problem.NotFound("item.unknown", code);

    private static IReadOnlyList<CatalogueVersion> Versions(CatalogueSet catalogues, TimeProvider clock)
    {
        var inForce = catalogues.On(clock.HallDay());
        return [.. catalogues.All.Select((version, i) => CatalogueVersion.Of(version, i + 1 < catalogues.All.Count ? catalogues.All[i + 1] : null, version == inForce))];
    }

    private static bool Matches(ServiceItem item, ItemCatalogue catalogue, string wanted) =>
        wanted.Length == 0
        || ItemSearch.PlaceIn(item.Name, wanted) >= 0
        || ItemSearch.PlaceIn(catalogue.Groups[item.Group].Name, wanted) >= 0
        || item.NameEn.Contains(wanted, StringComparison.OrdinalIgnoreCase)
        || item.Code.Contains(wanted, StringComparison.OrdinalIgnoreCase)
        || item.Number.ToString() == wanted;
}
