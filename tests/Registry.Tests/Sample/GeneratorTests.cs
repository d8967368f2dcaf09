using System.Text;
using Wenden.Contracts;
using Wenden.Registry.Imports;
using Wenden.Registry.Persons;
using Wenden.Registry.Sample;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Tests.Sample;

public sealed class GeneratorTests
{
    [Fact]
    public async Task The_same_seed_makes_the_same_district()
    {
        var one = await LinesAsync(300, seed: 7);
        var two = await LinesAsync(300, seed: 7);
        var other = await LinesAsync(300, seed: 8);

        two.ShouldBe(one);
        other.ShouldNotBe(one);
    }

    [Fact]
    public void It_has_as_many_of_everything_as_was_asked()
    {
        var lines = District(5_000).Lines().ToList();

        lines.OfType<PersonLine>().Select(line => line.IdNumber).Distinct().Count().ShouldBe(5_000);
        lines.OfType<EmployerLine>().Select(line => line.Code).Distinct().Count().ShouldBe(200);
        lines.OfType<CareHomeLine>().Count().ShouldBe(20);
        lines.OfType<ContributionLine>().Select(line => (line.IdNumber, line.Month)).ShouldBeUnique();
        lines.OfType<ContributionLine>().Select(line => line.Month!.Value).Distinct().Count().ShouldBe(60);
    }

    [Fact]
    public void It_looks_like_an_ageing_district()
    {
        var lines = District(5_000).Lines().ToList();
        var ages = lines.OfType<PersonLine>().Select(line => line.IdNumber!).Distinct().Select(AgeOf).ToList();
        var benefits = lines.OfType<BenefitLine>().ToList();

        ages.Min().ShouldBeInRange(0, 3);
        ages.Max().ShouldBeInRange(88, 95);
        (benefits.Count / 5_000.0).ShouldBeInRange(0.15, 0.25);
        benefits.Select(benefit => benefit.Benefit).Distinct().Count().ShouldBe(3);
        benefits.Count(benefit => benefit.CertifiedOn is null || benefit.CertifiedOn < new DateOnly(2018, 10, 21)).ShouldBeInRange(20, 300);
        lines.OfType<PersonLine>().Count(line => line.Facts!.ContainsKey("flexiblyEmployed")).ShouldBeInRange(300, 900);
        lines.OfType<PersonLine>().Count(line => line.Facts!.ContainsKey("careHome")).ShouldBeInRange(20, 200);
        lines.OfType<HouseholdLine>().Count(line => line.ZeroEmployment is null).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Every_line_is_imported_and_none_rejected()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        var lines = await LinesAsync(1_000, seed: 3);

        var import = await hall.Operator.ImportAsync(lines);
        var again = await hall.Operator.ImportAsync(lines);

        import.Total.ShouldBe(new Counted(lines.Length, lines.Length, 0, 0, 0));
        import.PersonsChanged.ShouldBe(1_000);
        again.Total.ShouldBe(new Counted(lines.Length, 0, 0, lines.Length, 0));
        (await hall.ScalarAsync<long>("select count(*) from persons where version = 1")).ShouldBe(1_000);
        (await PublishedAsync(hall)).ShouldBe(1_000);
        (await hall.ScalarAsync<long>("select count(*) from pg_namespace where nspname like 'import\\_%'")).ShouldBe(0);
        using var count = await hall.Operator.GetAsync("/persons/count");
        (await count.Content.ReadAsStringAsync()).ShouldBe("""{"count":1000}""");
    }

    [Fact]
    public async Task The_named_persons_are_what_their_stories_say()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        await hall.Operator.ImportAsync(await LinesAsync(20, seed: 1));
        var people = SamplePeople.Load().People.ToDictionary(person => person.Key);

        var wang = (await hall.Teller.ReadAsync(people["wang-chunmei"].IdNumber)).Facts;
        var mother = await hall.Teller.ReadAsync(people["zhang-yulan"].IdNumber);
        var liu = (await hall.Teller.ReadAsync(people["liu-jianguo"].IdNumber)).Facts;
        var sun = (await hall.Teller.ReadAsync(people["sun-lihua"].IdNumber)).Facts;
        var zhao = (await hall.Teller.ReadAsync(people["zhao-zhiqiang"].IdNumber)).Facts;

        string[] holds =
        [
            "ableToWork", "seeksWork", "unemploymentRegisteredInWeihai", "flexiblyEmployed", "fileInCustody", "paysPension", "paysMedical",
            "lostJobWithCityEmployer", "lastEmployerInDistrict",
        ];
        foreach (var name in holds)
            wang[name].Value.GetBoolean().ShouldBeTrue(name);
        string[] holdsNot =
        [
            "traderOrCompanyRoleInYear", "blacklisted", "singleParent", "disabled", "zeroEmploymentHousehold", "refusesOtherServices",
            "lawFirmRoleInYear",
        ];
        foreach (var name in holdsNot)
            wang[name].Value.GetBoolean().ShouldBeFalse(name);
        wang["monthsInsuredAtLastEmployer"].Value.GetInt32().ShouldBe(45);
        wang["birthDate"].Value.GetString().ShouldBe("1974-03-12");
        wang["household"].Value.GetString().ShouldBe(mother.Facts["household"].Value.GetString());
        mother.Benefits.ShouldHaveSingleItem().CertifiedOn!.Value.ShouldBeLessThan(new DateOnly(2018, 10, 21));
        liu["traderOrCompanyRoleInYear"].Value.GetBoolean().ShouldBeTrue();
        sun.Keys.ShouldNotContain("fileInCustody");
        wang.Keys.Except(sun.Keys).ShouldBe(["fileInCustody", "archiveNumber", "education", "postalCode"], ignoreOrder: true);
        (zhao["paysPension"].Value.GetBoolean(), zhao["paysMedical"].Value.GetBoolean()).ShouldBe((true, false));
    }

    [Theory]
    [InlineData("--persons")]
    [InlineData("--persons", "many")]
    [InlineData("--persons", "4")]
    [InlineData("--colour", "7")]
    public async Task Options_it_does_not_know_are_refused(params string[] options) => (await GenerateDistrict.RunAsync(options)).ShouldBe(2);

    internal static async Task<string[]> LinesAsync(int persons, int seed)
    {
        using var output = new MemoryStream();
        await GenerateDistrict.WriteAsync(District(persons, seed), output);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal static Task<long> PublishedAsync(RegistryHall hall) => hall.ScalarAsync<long>(
        """
        select count(distinct (body ->> 'personId', body ->> 'version'))
        from (select type, body from outbox union all select type, body from outbox_sent) events where type like '%PersonChanged,%'
        """);

    private static int AgeOf(string number)
    {
        IdentityNumber.Read(number, new DateOnly(2019, 9, 30), out var read).ShouldBe(IdentityNumberFault.None);
        return (new DateOnly(2019, 9, 30).DayNumber - read!.BirthDate.DayNumber) * 100 / 36_525;
    }

    private static District District(int persons, int seed = 1) =>
        new(new DistrictSize(persons, 200, 20, 5, seed), FactList.Load(), SiteList.Load(), SamplePeople.Load());
}
