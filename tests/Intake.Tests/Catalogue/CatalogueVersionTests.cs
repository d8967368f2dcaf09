using System.Net;
using Wenden.Intake.Catalogue;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Catalogue;

public sealed class CatalogueVersionTests(IntakeHall hall)
{
    private static readonly ItemCatalogue _first = CatalogueSet.Load(Path.Combine(AppContext.BaseDirectory, "Catalogue")).All[^1];

    [Fact]
    public void A_version_tells_what_came_went_and_changed()
    {
        var (shorter, gone) = (_first.Items[0], _first.Items[1]);
        var next = _first with
        {
            EffectiveFrom = _first.EffectiveFrom.AddYears(1),
            Items = [.. _first.Items.Where(item => item != gone).Select(item => item == shorter ? item with { Zone = "comprehensive", Materials = [] } : item), gone with { Code = "come" }],
            Materials = _first.Materials.ToDictionary(one => one.Key, one => one.Key == "photograph" ? one.Value with { ValidMonths = 12 } : one.Value),
        };

        var version = CatalogueVersion.Of(next, _first, inForce: false);

        version.Changes.Select(change => (change.Kind, change.Code, change.What)).ShouldBe(
        [
            ("item", "come", "added"), ("item", shorter.Code, "changed"), ("item", gone.Code, "removed"), ("material", "photograph", "changed"),
        ]);
        version.Changes[1].Fields.Select(field => (field.Name, field.Before, field.After)).ShouldBe(
            [("zone", "instant", "comprehensive"), ("materials", "[\"employer-registration\",\"agent-authorisation\"]", "[]")]);
        version.Changes[3].Fields.ShouldBe([new CatalogueVersion.Field("validMonths", "6", "12")]);
    }

    [Fact]
    public void The_first_version_changes_nothing() => CatalogueVersion.Of(_first, null, inForce: true).Changes.ShouldBeEmpty();

    [Fact]
    public async Task An_operator_reads_the_versions()
    {
        using var client = Teller.Client(hall.First, $"role={Roles.Operator}; name=o001; site=*");
        using var answer = await client.GetAsync(new Uri("/catalogue/versions", UriKind.Relative));
        using var others = await Teller.Client(hall.First, "role=kiosk; name=k1; site=wendeng-hall").GetAsync(new Uri("/catalogue/versions", UriKind.Relative));

        var versions = await answer.ReadAsync<CatalogueVersion[]>();
        (versions.Length, versions.Count(version => version.InForce), versions[0].Items, versions[0].Instant).ShouldBe((1, 1, 143, 85));
        others.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
