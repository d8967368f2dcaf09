using Wenden.Forms.Coverage;
using YamlDotNet.Serialization;

namespace Wenden.Forms.Tests.Coverage;

/// <summary>What the hall promises (免填表), measured on its own catalogue and templates.</summary>
public sealed class FormFreeTests
{
    private static readonly IReadOnlyList<CatalogueItem> _items = ReadItems();

    [Fact]
    public void Items_of_persons_have_no_field_that_somebody_types()
    {
        var typed = Covered().Where(item => item.Audience != "employer" && item.Typed > 0);

        typed.Select(item => item.Code).ShouldBeEmpty();
    }

    [Fact]
    public void Four_of_five_items_of_employers_have_none_either()
    {
        var ofEmployers = Covered().Where(item => item.Audience == "employer").ToList();

        ofEmployers.Count.ShouldBe(41);
        ofEmployers.Where(item => item.Typed > 0).Select(item => item.Code).ShouldBe(
        [
            "construction-project-injury-insurance", "employer-details-change", "work-accident-report", "recruitment-registration", "labour-dispatch-licence",
            "labour-compliance-rating", "hr-services-licence",
        ]);
        (ofEmployers.Count(item => item.Typed == 0) / (double)ofEmployers.Count).ShouldBeGreaterThanOrEqualTo(0.8);
    }

    [Fact]
    public void Every_template_is_used_but_for_the_notices_that_a_case_may_call_for()
    {
        var used = _items.SelectMany(item => item.Forms).Distinct().ToList();

        Samples.Templates.All.Select(template => template.Name).Except(used).ShouldBe(
            ["acceptance-receipt", "gap-notice", "home-visit-record", "one-time-notice", "personal-commitment", "service-item-application", "subsidy-4050-decision"], ignoreOrder: true);
    }

    [Fact]
    public void A_retirement_takes_eight_forms() =>
        _items.Single(item => item.Code == "retirement-application").Forms.Distinct().Count().ShouldBe(8);

    [Fact]
    public void Optional_fields_are_not_counted_and_unknown_groups_give_no_share()
    {
        var item = new CatalogueItem("x", "某事项", "Some item", "person", ["unemployment-registration"]);
        var template = Samples.Templates.All.Single(one => one.Name == "unemployment-registration");

        var coverage = ItemCoverage.Of(item, [template], [new FactHolders("unemployedSince", null, new Dictionary<string, long>())]);

        coverage.Fields.ShouldBe(template.Bindings.Count(binding => !binding.Optional));
        coverage.Held.ShouldBeNull();
    }

    private static IEnumerable<ItemCoverage> Covered() => _items.Select(item => ItemCoverage.Of(
        item, [.. item.Forms.Select(name => Samples.Templates.InForce(name, new DateOnly(2019, 10, 21))!)], []));

    private static List<CatalogueItem> ReadItems([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../services/Intake/Catalogue/2019-10.yaml"));
        var catalogue = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(file));
        return
        [
            .. ((List<object>)catalogue["items"]).Cast<Dictionary<object, object>>().Select(item => new CatalogueItem(
                (string)item["code"], (string)item["name"], (string)item["nameEn"], (string)item["audience"], [.. ((List<object>)item["forms"]).Cast<string>()])),
        ];
    }
}
