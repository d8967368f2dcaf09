using Wenden.Forms.Templates;

namespace Wenden.Forms.Coverage;

/// <summary>
/// <c>GET /coverage</c>: for each item of the catalogue how much of its forms nobody types (免填表), and the sums by audience. Reckoned from the templates
/// in force and the registry's counts; no person's data is read. For those who run the hall: operator and site manager.
/// </summary>
internal static class ReadCoverage
{
    public static void MapReadCoverage(this IEndpointRouteBuilder routes) => routes.MapGet("/coverage", Handle)
        .RequireRole(Roles.Operator, Roles.SiteManager)
        .WithName(nameof(ReadCoverage))
        .WithSummary("How much of each item's forms nobody types, by what the registry holds")
        .Produces<FormCoverage>();

    private static async Task<IResult> Handle(IHttpClientFactory clients, TemplateSet templates, TimeProvider clock, CancellationToken ct)
    {
        var day = clock.HallDay();
        var among = string.Join(',', templates.All.Select(template => template.For).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        var catalogue = clients.CreateClient("intake").GetFromJsonAsync<Catalogue>("/catalogue", HallJson.Options, ct);
        var availability = clients.CreateClient("registry").GetFromJsonAsync<Availability>($"/facts/availability?among={among}", HallJson.Options, ct);
        var (items, groups) = ((await catalogue)!.Items, (await availability)!.Groups);
        return TypedResults.Ok(FormCoverage.Of(
        [
            .. items.Select(item => ItemCoverage.Of(
                item, [.. item.Forms.Select(name => templates.InForce(name, day)).OfType<FormTemplate>()], groups)),
        ]));
    }

    private sealed record Catalogue(IReadOnlyList<CatalogueItem> Items);

    private sealed record Availability(IReadOnlyList<FactHolders> Groups);
}

/// <summary>All items, and what they come to by audience.</summary>
internal sealed record FormCoverage(IReadOnlyList<AudienceCoverage> Audiences, IReadOnlyList<ItemCoverage> Items)
{
    public static FormCoverage Of(IReadOnlyList<ItemCoverage> items) => new(
    [
        .. items.GroupBy(item => item.Audience).OrderBy(audience => audience.Key, StringComparer.Ordinal).Select(audience => new AudienceCoverage(
            audience.Key,
            audience.Count(),
            audience.Count(item => item.Typed == 0),
            audience.Where(item => item.Held is not null).ToList() is { Count: > 0 } counted
                ? Math.Round(counted.Sum(item => item.Held!.Value * item.Fields) / counted.Sum(item => item.Fields), 4)
                : null)),
    ], items);
}

/// <summary>The items for one audience.</summary>
/// <param name="Audience"><c>person</c>, <c>employer</c> or <c>both</c>.</param>
/// <param name="Items">How many items.</param>
/// <param name="WithoutTyping">How many of them have no field that somebody types; those without a form are among them.</param>
/// <param name="Held">Share of all their fields that is filled from what is held; none where none was counted.</param>
internal sealed record AudienceCoverage(string Audience, int Items, int WithoutTyping, decimal? Held);
