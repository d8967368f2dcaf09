using System.Net;
using System.Text;

namespace Wenden.Registry.Tests.Imports;

public sealed class ImportTests(RegistryHall hall)
{
    [Fact]
    public async Task What_is_imported_can_be_read_with_source_and_day()
    {
        var (number, employer, household) = (Fresh.IdNumber(), Fresh.CreditCode(), Fresh.Code("H"));

        var import = await hall.Operator.ImportAsync(
            Fresh.Contribution(number, "2019-08", employer),
            Fresh.Benefit(number),
            Fresh.Person(number, $"\"name\":\"张三\",\"townOffice\":\"town-mishan\",\"household\":\"{household}\",\"disabled\":true"),
            Fresh.Household(household, "\"zeroEmployment\":true,"),
            Fresh.Employer(employer));

        import.Total.ShouldBe(new Counted(5, 5, 0, 0, 0));
        import.PersonsChanged.ShouldBe(1);
        var file = await hall.Teller.ReadAsync(number);
        (file.Version, file.Site).ShouldBe((1, "town-mishan"));
        (file.Facts["name"].Value.GetString(), file.Facts["name"].Source, file.Facts["name"].AsOf).ShouldBe(("张三", "公安户籍", new DateOnly(2019, 9, 30)));
        (file.Facts["zeroEmploymentHousehold"].Value.GetBoolean(), file.Facts["zeroEmploymentHousehold"].Source).ShouldBe((true, "民政"));
        (file.Facts["paysPension"].Value.GetBoolean(), file.Facts["paysPension"].Source).ShouldBe((true, "社保缴费记录"));
        file.Facts["townOfficeName"].Value.GetString().ShouldBe("米山镇");
        file.Facts.Keys.ShouldNotContain("blacklisted");
        file.Facts.Keys.ShouldNotContain("registeredPoorHousehold");
        file.Benefits.ShouldHaveSingleItem().CertifiedOn.ShouldBe(new DateOnly(2018, 8, 20));
        (await hall.VersionsPublishedAsync(number)).ShouldBe([1]);
    }

    [Fact]
    public async Task Importing_the_same_again_changes_and_publishes_nothing()
    {
        var (number, employer) = (Fresh.IdNumber(), Fresh.CreditCode());
        string[] lines = [Fresh.Employer(employer), Fresh.Person(number), Fresh.Contribution(number, "2019-08", employer), Fresh.Benefit(number)];
        await hall.Operator.ImportAsync(lines);

        var again = await hall.Operator.ImportAsync(lines);

        again.Total.ShouldBe(new Counted(4, 0, 0, 4, 0));
        again.PersonsChanged.ShouldBe(0);
        (await hall.VersionsPublishedAsync(number)).ShouldBe([1]);
    }

    [Fact]
    public async Task Only_who_changed_is_made_known()
    {
        var numbers = Enumerable.Range(0, 6).Select(_ => Fresh.IdNumber()).ToArray();
        await hall.Operator.ImportAsync(numbers.SelectMany(number => new[] { Fresh.Person(number), Fresh.Contribution(number, "2019-08"), Fresh.Benefit(number) }));

        var import = await hall.Operator.ImportAsync(numbers.SelectMany((number, i) => new[]
        {
            Fresh.Person(number, i == 0 ? "\"name\":\"李四\"" : "\"name\":\"张三\""),
            Fresh.Contribution(number, "2019-08", yuan: i == 1 ? 4000 : 3457),
            Fresh.Benefit(number, yuan: i == 2 ? 2500 : 2438.5m),
        }));

        import.Total.ShouldBe(new Counted(18, 0, 3, 15, 0));
        import.PersonsChanged.ShouldBe(3);
        for (var i = 0; i < numbers.Length; i++)
            (await hall.VersionsPublishedAsync(numbers[i])).ShouldBe(i < 3 ? [1, 2] : [1]);
    }

    [Fact]
    public async Task An_older_statement_changes_nothing_and_a_newer_one_does()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number, "\"name\":\"今名\"", asOf: "2019-08-31"));

        var older = await hall.Operator.ImportAsync(Fresh.Person(number, "\"name\":\"旧名\"", asOf: "2019-07-31"));
        var newer = await hall.Operator.ImportAsync(Fresh.Person(number, "\"phone\":\"13900000000\"", asOf: "2019-09-30"));

        (older.Total.Unchanged, newer.Total.Changed).ShouldBe((1, 1));
        var file = await hall.Teller.ReadAsync(number);
        file.Facts["phone"].Value.GetString().ShouldBe("13900000000");
        file.Facts.Keys.ShouldNotContain("name", "A source's newest statement is all that it says");
    }

    [Fact]
    public async Task The_newest_of_several_sources_holds()
    {
        var number = Fresh.IdNumber();

        await hall.Operator.ImportAsync(
            Fresh.Person(number, "\"phone\":\"1\",\"address\":\"甲\"", "公安户籍", "2019-06-30"),
            Fresh.Person(number, "\"phone\":\"2\"", "社保卡系统", "2019-09-30"),
            Fresh.Person(number, "\"phone\":\"3\",\"address\":\"丙\"", "民政", "2019-05-31"));

        var file = await hall.Teller.ReadAsync(number);
        (file.Facts["phone"].Value.GetString(), file.Facts["phone"].Source).ShouldBe(("2", "社保卡系统"));
        (file.Facts["address"].Value.GetString(), file.Facts["address"].Source).ShouldBe(("甲", "公安户籍"));
    }

    [Fact]
    public async Task Of_several_lines_for_one_row_the_newest_counts()
    {
        var number = Fresh.IdNumber();
        string[] lines =
        [
            Fresh.Person(number, "\"name\":\"新\"", asOf: "2019-09-30"),
            Fresh.Person(number, "\"name\":\"旧\"", asOf: "2019-08-31"),
            Fresh.Contribution(number, "2019-08", yuan: 1000),
            Fresh.Contribution(number, "2019-08", yuan: 2000),
        ];

        var first = await hall.Operator.ImportAsync(lines);
        var again = await hall.Operator.ImportAsync(lines);

        first.Total.ShouldBe(new Counted(4, 2, 0, 2, 0));
        again.Total.ShouldBe(new Counted(4, 0, 0, 4, 0));
        (await hall.Teller.ReadAsync(number)).Facts["name"].Value.GetString().ShouldBe("新");
        (await hall.ScalarAsync<decimal>("select base from contributions join persons using (person_id) where id_number = @number", new { number })).ShouldBe(2000);
    }

    [Fact]
    public async Task Rejected_lines_are_listed_with_number_reason_and_content()
    {
        var (number, stranger, employer) = (Fresh.IdNumber(), Fresh.IdNumber(), Fresh.CreditCode());

        var import = await hall.Operator.ImportAsync(
            Fresh.Person(number),
            "nonsense",
            Fresh.Contribution(stranger, "2019-08"),
            "",
            Fresh.Contribution(number, "2019-08", employer),
            Fresh.Person(Fresh.IdNumber(), "\"household\":\"nowhere\""),
            Fresh.Person(Fresh.IdNumber(), "\"careHome\":\"nowhere\""),
            Fresh.Benefit(stranger),
            Fresh.Person("371003197403129023"));

        import.Total.ShouldBe(new Counted(8, 1, 0, 0, 7));
        import.Counts["unknown"].ShouldBe(new Counted(1, 0, 0, 0, 1));
        var rejected = await hall.Operator.ReadRejectedAsync(import);
        rejected.Select(line => (line.Line, line.Code)).ShouldBe(
        [
            (2, "line.json"), (3, "person.unknown"), (5, "employer.unknown"), (6, "household.unknown"), (7, "care-home.unknown"),
            (8, "person.unknown"), (9, "identity-number.check-character"),
        ]);
        rejected.ShouldAllBe(line => line.Reason.Length > 3 && line.Reason != line.Code);
        rejected[0].Content.ShouldBe("nonsense");
        rejected[2].Reason.ShouldContain(employer);
        rejected[6].Content.ShouldContain("371003197403129023");
    }

    [Fact]
    public async Task A_rejected_line_can_be_sent_again_as_it_is_listed()
    {
        var (number, employer) = (Fresh.IdNumber(), Fresh.CreditCode());
        var import = await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Contribution(number, "2019-08", employer));
        var rejected = await hall.Operator.ReadRejectedAsync(import);

        var again = await hall.Operator.ImportAsync([Fresh.Employer(employer), .. rejected.Select(line => line.Content)]);

        again.Total.ShouldBe(new Counted(2, 2, 0, 0, 0));
    }

    [Fact]
    public async Task A_changed_household_changes_its_members()
    {
        var (number, other, household) = (Fresh.IdNumber(), Fresh.IdNumber(), Fresh.Code("H"));
        await hall.Operator.ImportAsync(Fresh.Household(household), Fresh.Person(number, $"\"household\":\"{household}\""), Fresh.Person(other));

        var import = await hall.Operator.ImportAsync(Fresh.Household(household, "\"minimumLivingAllowance\":true,"));

        import.PersonsChanged.ShouldBe(1);
        (await hall.VersionsPublishedAsync(number)).ShouldBe([1, 2]);
        (await hall.VersionsPublishedAsync(other)).ShouldBe([1]);
        (await hall.Teller.ReadAsync(number)).Facts["minimumLivingAllowanceHousehold"].Value.GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_employer_that_moves_changes_who_worked_there_last()
    {
        var (here, before, employer, next) = (Fresh.IdNumber(), Fresh.IdNumber(), Fresh.CreditCode(), Fresh.CreditCode());
        await hall.Operator.ImportAsync(
            Fresh.Employer(employer), Fresh.Employer(next), Fresh.Person(here), Fresh.Person(before),
            Fresh.Contribution(here, "2019-08", employer), Fresh.Contribution(before, "2019-07", employer), Fresh.Contribution(before, "2019-08", next));

        var import = await hall.Operator.ImportAsync(Fresh.Employer(employer, "370602"));

        import.PersonsChanged.ShouldBe(1);
        (await hall.VersionsPublishedAsync(here)).ShouldBe([1, 2]);
        (await hall.Teller.ReadAsync(here)).Facts["lastEmployerInDistrict"].Value.GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Who_moves_belongs_to_the_new_town_office()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number, "\"townOffice\":\"town-gejia\",\"village\":\"东河村\"", asOf: "2019-08-31"));

        await hall.Operator.ImportAsync(Fresh.Person(number, "\"townOffice\":\"town-jieshi\",\"diedOn\":\"2019-09-01\"", "民政"));

        (await hall.Teller.ReadAsync(number)).Site.ShouldBe("town-jieshi");
        (await hall.ScalarAsync<string>("select site || village || died_on from persons where id_number = @number", new { number })).ShouldBe("town-jieshi东河村2019-09-01");
    }

    [Fact]
    public async Task A_known_certification_is_not_taken_back()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Benefit(number, "2019-08-01", asOf: "2019-08-31"));

        await hall.Operator.ImportAsync(Fresh.Benefit(number, "2018-08-01", yuan: 2500));

        var benefit = (await hall.Teller.ReadAsync(number)).Benefits.ShouldHaveSingleItem();
        (benefit.MonthlyAmount, benefit.CertifiedOn).ShouldBe((2500, new DateOnly(2019, 8, 1)));
    }

    [Fact]
    public async Task An_ended_benefit_is_no_longer_drawn()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Benefit(number));

        await hall.Operator.ImportAsync(Fresh.Benefit(number, more: "\"endedOn\":\"2019-09-01\","));

        (await hall.Teller.ReadAsync(number)).Benefits.ShouldBeEmpty();
        (await hall.VersionsPublishedAsync(number)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Only_an_operator_imports_and_only_what_is_known()
    {
        using var byTeller = await hall.Teller.PostAsync("/imports", Caller.Ndjson(new MemoryStream()));
        using var asJson = await hall.Operator.PostAsync("/imports", new StringContent("{}", Encoding.UTF8, "application/json"));
        using var unknown = await hall.Operator.GetAsync($"/imports/{Guid.CreateVersion7()}/rejected");

        byTeller.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        asJson.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "import.unknown");
    }

    [Fact]
    public async Task What_an_import_did_can_be_read_later()
    {
        var import = await hall.Operator.ImportAsync(Fresh.Person(Fresh.IdNumber()), "nonsense");

        using var answer = await hall.Operator.GetAsync($"/imports/{import.ImportId}");

        var later = await answer.ReadAsync<Imported>();
        later.Counts.ShouldBe(import.Counts, ignoreOrder: true);
        later.PersonsChanged.ShouldBe(1);
    }
}
