namespace Wenden.Intake.Catalogue;

/// <summary>
/// <c>GET /catalogue</c>: the catalogue in force today, all of it or what <c>q</c> finds in names, codes and numbers; <c>GET /catalogue/{code}</c>.
/// </summary>
internal static class BrowseCatalogue
{
    public static void MapBrowseCatalogue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/catalogue", Browse).RequireRole([.. Roles.All]).WithName(nameof(Browse));
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
                    (instant is null || item.Instant == instant) && (group is null || item.Group == group) && Matches(item, wanted)),
            ],
        };
    }

    private static IResult Find(string code, CatalogueSet catalogues, TimeProvider clock) =>
        catalogues.On(clock.HallDay()).Find(code) is { } item ? TypedResults.Ok(item) : Problem.NotFound("item.unknown", code);

    private static bool Matches(ServiceItem item, string wanted) =>
        item.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)
        || item.NameEn.Contains(wanted, StringComparison.OrdinalIgnoreCase)
        || item.Code.Contains(wanted, StringComparison.OrdinalIgnoreCase)
        || item.Number.ToString() == wanted;
}
