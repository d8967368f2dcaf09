using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Tests.Catalogue;

public sealed class CatalogueChecksTests
{
    private const string Good =
        """
        effectiveFrom: 2019-10-01
        source: test
        expect: { items: 2, instant: 1 }
        zones:
          instant: { name: 即时办结区, nameEn: Instant zone }
        groups:
          pensions: { name: 养老待遇, nameEn: Pensions }
        materials:
          id-card: { name: 居民身份证, nameEn: Identity card, importance: main, proof: [paper, data], facts: [idNumber, name], validMonths: 6 }
        authorisation: id-card
        items:
          - { code: first, number: 1, name: 一, nameEn: First, group: pensions, audience: person, zone: instant, instant: true, promisedDays: 0,
              followUp: none, sourced: seed, forms: [], materials: [id-card] }
          - { code: second, number: 2, name: 二, nameEn: Second, group: pensions, audience: both, zone: instant, instant: false, promisedDays: 5,
              followUp: subsidy, sourced: compiled, forms: [service-item-application], materials: [] }
        """;

    [Fact]
    public void Accepts_a_good_file() => Errors(Good).ShouldBeEmpty();

    [Theory]
    [InlineData("items: 2, instant: 1", "items: 3, instant: 1", "3 items are expected, 2 are there")]
    [InlineData("items: 2, instant: 1", "items: 2, instant: 2", "2 instant are expected, 1 are there")]
    [InlineData("code: second", "code: first", "the code is taken")]
    [InlineData("code: second", "code: Second", "lower-case words")]
    [InlineData("number: 2", "number: 1", "the number 1 is taken")]
    [InlineData("number: 2", "number: 0", "numbers begin at 1")]
    [InlineData("number: 2", "number: two", "number wants a whole number")]
    [InlineData("name: 二", "name: ''", "name wants a text")]
    [InlineData("nameEn: Second, ", "", "nameEn is missing")]
    [InlineData("nameEn: Second, group: pensions", "nameEn: Second, group: pension", "unknown group pension")]
    [InlineData("zone: instant, instant: false", "zone: other, instant: false", "unknown zone other")]
    [InlineData("audience: both", "audience: nobody", "audience wants one of")]
    [InlineData("audience: both", "audience: '2'", "audience wants one of")]
    [InlineData("followUp: subsidy", "followUp: pension", "followUp wants one of")]
    [InlineData("promisedDays: 5", "promisedDays: 0", "promises 0 days")]
    [InlineData("promisedDays: 0", "promisedDays: 1", "promises 0 days")]
    [InlineData("sourced: seed", "sourced: somewhere", "sourced wants one of")]
    [InlineData("[service-item-application]", "['']", "forms wants a list of texts")]
    [InlineData("[service-item-application]", "[a, a]", "a form stands twice")]
    [InlineData("[id-card]", "[id-car]", "unknown material id-car")]
    [InlineData("importance: main, ", "", "materials.id-card.importance is missing")]
    [InlineData("importance: main", "importance: chief", "importance wants one of main, secondary")]
    [InlineData("proof: [paper, data]", "proof: []", "proof wants a list of texts")]
    [InlineData("proof: [paper, data]", "proof: [paper, data, hearsay]", "proof wants some of paper, data, commitment")]
    [InlineData("proof: [paper, data]", "proof: [data, data]", "each once")]
    [InlineData("proof: [paper, data]", "proof: [paper]", "facts are named where data prove it")]
    [InlineData("facts: [idNumber, name], ", "", "facts are named where data prove it")]
    [InlineData("facts: [idNumber, name]", "facts: [name, name]", "a fact stands twice")]
    [InlineData("proof: [paper, data]", "proof: [paper, data, commitment]", "commits is said where a commitment can stand for it")]
    [InlineData("validMonths: 6", "validMonths: 6, commits: 本人持有", "commits is said where a commitment can stand for it")]
    [InlineData("validMonths: 6", "validMonths: 0", "validMonths wants a whole number from 1")]
    [InlineData("validMonths: 6", "validMonths: 6, validDays: 30", "validDays or validMonths, not both")]
    [InlineData("validMonths: 6", "validYears: 1", "unknown word materials.id-card.validYears")]
    [InlineData("sourced: seed", "sourced: seed, colour: red", "unknown word colour")]
    [InlineData("source: test", "sauce: test", "unknown word sauce")]
    [InlineData("2019-10-01", "2019-10-32", "effectiveFrom wants a day")]
    [InlineData("source: test", "source: [", "x.yaml:")]
    [InlineData("authorisation: id-card", "authorisation: letter", "unknown material letter as authorisation")]
    [InlineData("authorisation: id-card", "", "authorisation is missing")]
    [InlineData("sourced: seed", "sourced: seed, station: perhaps", "station wants true or false")]
    [InlineData("sourced: seed", "sourced: seed, produces: [x]", "produces wants texts by their keys")]
    [InlineData("sourced: seed", "sourced: seed, uses: []", "uses wants a list of texts")]
    [InlineData("sourced: seed", "sourced: seed, uses: [fileKeeper]", "first: no other item produces fileKeeper")]
    [InlineData("sourced: seed", "sourced: seed, uses: [fileKeeper], produces: { fileKeeper: true }", "first: no other item produces fileKeeper")]
    public void Rejects_a_mistake_and_names_it(string right, string wrong, string complaint)
    {
        Good.ShouldContain(right);

        Errors(Good.Replace(right, wrong)).ShouldContain(error => error.StartsWith("x.yaml:") && error.Contains(complaint));
    }

    [Theory]
    [InlineData("followUp: subsidy", "produces: { fileKeeper: true }, followUp: none", "is done on the spot, and uses what a reviewed item produces")]
    [InlineData("instant: false, promisedDays: 5", "instant: true, promisedDays: 0, produces: { fileKeeper: true }, uses: [a]", "uses what an item produces that uses another")]
    public void Nobody_waits_for_what_cannot_come_first(string right, string wrong, string complaint) =>
        Errors(Good.Replace(right, wrong).Replace("sourced: seed", "sourced: seed, uses: [fileKeeper]")).ShouldContain(error => error.Contains(complaint));

    [Fact]
    public void What_another_service_decides_waits_for_no_item() =>
        Errors(Good.Replace("sourced: seed", "sourced: seed, produces: { fileKeeper: true }").Replace("sourced: compiled", "sourced: compiled, uses: [fileKeeper]"))
            .ShouldContain(error => error.Contains("second: what another service decides cannot use what an item produces"));

    [Fact]
    public void All_errors_of_all_files_come_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("wenden-catalogue-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.yaml"), Good.Replace("code: second", "code: first").Replace("[id-card]", "[id-car]").Replace("importance: main", "importance: chief"));
            File.WriteAllText(Path.Combine(folder.FullName, "b.yaml"), Good.Replace("audience: both", "audience: nobody"));

            var refused = Should.Throw<InvalidDataException>(() => CatalogueSet.Load(folder.FullName));

            refused.Message.Split('\n').Length.ShouldBe(5, refused.Message);
            refused.Message.ShouldContain("a.yaml:9: materials.id-card.importance wants one of main, secondary");
            refused.Message.ShouldContain("a.yaml:14: first: the code is taken");
            refused.Message.ShouldContain("a.yaml:12: first: unknown material id-car");
            refused.Message.ShouldContain("b.yaml:14: audience wants one of");
            refused.Message.ShouldContain("2 catalogues begin on 2019-10-01");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_a_catalogue_is_refused() =>
        Should.Throw<InvalidDataException>(() => CatalogueSet.Load("/nowhere")).Message.ShouldContain("no catalogue");

    [Fact]
    public void A_newer_catalogue_takes_over_on_its_day()
    {
        var folder = Directory.CreateTempSubdirectory("wenden-catalogue-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.yaml"), Good);
            File.WriteAllText(Path.Combine(folder.FullName, "b.yaml"), Good.Replace("2019-10-01", "2020-01-01").Replace("source: test", "source: newer"));

            var set = CatalogueSet.Load(folder.FullName);

            set.On(new DateOnly(2019, 12, 31)).Source.ShouldBe("test");
            set.On(new DateOnly(2020, 1, 1)).Source.ShouldBe("newer");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Errors(string yaml)
    {
        var errors = new List<string>();
        CatalogueReader.Read("x.yaml", yaml, errors);
        return errors;
    }
}
