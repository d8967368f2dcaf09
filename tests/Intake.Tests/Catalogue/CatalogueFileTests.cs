using System.Text.RegularExpressions;
using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Tests.Catalogue;

public sealed class CatalogueFileTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Catalogue");

    private static readonly ItemCatalogue _catalogue = CatalogueSet.Load(_folder).On(new DateOnly(2019, 10, 21));

    [Fact]
    public void The_hall_has_143_items_85_of_them_instant()
    {
        _catalogue.Items.Count.ShouldBe(143);
        _catalogue.Items.Count(item => item.Instant).ShouldBe(85);
        _catalogue.Items.Select(item => item.Code).Distinct().Count().ShouldBe(143);
        _catalogue.Items.Select(item => item.Number).ShouldBe(Enumerable.Range(1, 143));
        _catalogue.Items.Select(item => item.Name).Distinct().Count().ShouldBe(143);
        _catalogue.Items.Select(item => item.NameEn).Distinct().Count().ShouldBe(143);
    }

    [Fact]
    public void The_chain_of_one_visit_is_there()
    {
        var enrolment = _catalogue.Find("personnel-agency-enrolment")!;
        var contribution = _catalogue.Find("flexible-employment-contribution")!;
        var subsidy = _catalogue.Find("subsidy-4050")!;
        var certification = _catalogue.Find("pension-certification")!;

        (enrolment.Instant, enrolment.FollowUp, enrolment.Name).ShouldBe((true, FollowUp.None, "人事代理新增(档案托管)"));
        (contribution.Instant, contribution.FollowUp, contribution.Name).ShouldBe((true, FollowUp.None, "灵活就业参保缴费"));
        (subsidy.Instant, subsidy.FollowUp).ShouldBe((false, FollowUp.Subsidy));
        subsidy.Forms.ShouldBe(["subsidy-4050-application"]);
        subsidy.Materials.ShouldBe(["id-card-or-residence-permit", "social-security-card", "unemployment-certificate"]);
        (certification.Instant, certification.FollowUp).ShouldBe((true, FollowUp.Certification));
    }

    [Fact]
    public void Only_the_4050_subsidy_goes_to_the_subsidy_service() =>
        _catalogue.Items.Where(item => item.FollowUp == FollowUp.Subsidy).Select(item => item.Code).ShouldBe(["subsidy-4050"]);

    [Fact]
    public void Every_zone_group_and_material_is_used()
    {
        _catalogue.Zones.Keys.ShouldBe(_catalogue.Items.Select(item => item.Zone).Distinct(), ignoreOrder: true);
        _catalogue.Groups.Keys.ShouldBe(_catalogue.Items.Select(item => item.Group).Distinct(), ignoreOrder: true);
        _catalogue.Materials.Keys.ShouldBe(_catalogue.Items.SelectMany(item => item.Materials).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void The_registry_knows_every_fact_that_proves_a_material_or_comes_of_an_item()
    {
        var known = File.ReadLines(Path.Combine(ServicesFolder(), "Registry", "Persons", "facts.yaml"))
            .Where(line => line.StartsWith("- { name: ")).Select(line => line["- { name: ".Length..line.IndexOf(',')]).ToList();

        known.Count.ShouldBeGreaterThan(40);
        _catalogue.Materials.Values.SelectMany(material => material.Facts).Concat(_catalogue.Items.SelectMany(item => item.Produces.Keys)).ShouldBeSubsetOf(known);
    }

    [Fact]
    public void A_station_does_what_employers_and_their_people_come_for_and_nothing_that_is_reviewed()
    {
        var items = _catalogue.Items.Where(item => item.Station).ToArray();

        items.Select(item => item.Code).ShouldContain("contribution-declaration");
        items.ShouldAllBe(item => item.Instant);
        items.Select(item => item.Audience).Distinct().ShouldBe([Audience.Employer, Audience.Person, Audience.Both], ignoreOrder: true);
    }

    [Fact]
    public void Registry_and_queue_name_the_same_stations()
    {
        var (queue, registry) = (File.ReadAllText(Path.Combine(ServicesFolder(), "Queue", "Sites", "wendeng.yaml")), File.ReadAllText(Path.Combine(ServicesFolder(), "Registry", "Sites", "sites.yaml")));

        var ofQueue = Regex.Matches(queue, @"code: (\S+)\s+name: \S+\s+kind: enterprise-station\s+stationOf: (\S+)").Select(found => (found.Groups[1].Value, found.Groups[2].Value));
        var ofRegistry = Regex.Matches(registry, @"\{ code: (\S+), employer: (\S+) \}").Select(found => (found.Groups[1].Value, found.Groups[2].Value));

        ofQueue.ShouldNotBeEmpty();
        ofRegistry.ShouldBe(ofQueue, ignoreOrder: true);
    }

    [Theory]
    [InlineData("household-register", "2020-04-21")]
    [InlineData("agent-authorisation", "2019-11-20")]
    [InlineData("id-card", null)]
    public void A_material_can_be_used_again_until_its_last_day(string code, string? until) =>
        _catalogue.Materials[code].ValidUntil(new DateOnly(2019, 10, 21)).ShouldBe(until is null ? null : DateOnly.Parse(until));

    [Fact]
    public void Forms_has_a_template_for_every_form()
    {
        var templates = Directory.GetFiles(TemplateFolder(), "*.yaml").Select(Path.GetFileNameWithoutExtension).ToArray();

        _catalogue.Items.SelectMany(item => item.Forms).Append("acceptance-receipt").Distinct().ShouldBeSubsetOf(templates.OfType<string>());
    }

    [Fact]
    public void No_catalogue_is_in_force_before_the_first_begins()
    {
        var set = CatalogueSet.Load(_folder);

        Should.NotThrow(() => set.On(new DateOnly(2019, 10, 1)));
        Should.Throw<InvalidOperationException>(() => set.On(new DateOnly(2019, 9, 30)));
    }

    private static string TemplateFolder() => Path.Combine(ServicesFolder(), "Forms", "Templates");

    private static string ServicesFolder()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(SourceFile())!);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "services");
    }

    private static string SourceFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
