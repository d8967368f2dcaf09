using System.Net;
using System.Text.Json;

namespace Wenden.Registry.Tests.Persons;

public sealed class PersonTests(RegistryHall hall)
{
    [Fact]
    public async Task A_person_is_found_however_the_number_is_typed()
    {
        await hall.Operator.ImportAsync(Fresh.Person("11010519491231002X", "\"name\":\"王五\",\"townOffice\":\"town-zeku\""));

        using var found = await hall.Teller.LookUpAsync("11010519491231002x");

        var person = await found.ReadAsync<JsonElement>();
        person.GetProperty("name").GetString().ShouldBe("王五");
        person.GetProperty("site").GetString().ShouldBe("town-zeku");
    }

    [Theory]
    [InlineData("123", "identity-number.length")]
    [InlineData("11010519491231002A", "identity-number.characters")]
    [InlineData("110105204912310021", "identity-number.birth-date")]
    [InlineData("110105194912310021", "identity-number.check-character")]
    public async Task A_number_that_is_none_is_refused_with_the_reason(string number, string code)
    {
        using var answer = await hall.Teller.LookUpAsync(number);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Who_is_not_there_is_unknown()
    {
        using var byNumber = await hall.Teller.LookUpAsync(Fresh.IdNumber());
        using var byId = await hall.Teller.GetAsync($"/persons/{Guid.CreateVersion7()}");
        using var months = await hall.Teller.GetAsync($"/persons/{Guid.CreateVersion7()}/contributions");

        await byNumber.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
        await byId.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
        await months.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
    }

    [Fact]
    public async Task What_the_number_carries_is_known_from_it()
    {
        var number = Fresh.IdNumber(isMale: true, new DateOnly(1960, 2, 29));
        await hall.Operator.ImportAsync(Fresh.Person(number));

        var facts = (await hall.Teller.ReadAsync(number)).Facts;

        facts["idNumber"].Value.GetString().ShouldBe(number);
        facts["sex"].Value.GetString().ShouldBe("M");
        facts["birthDate"].Value.GetString().ShouldBe("1960-02-29");
        facts["sex"].Source.ShouldBe("公民身份号码");
    }

    [Fact]
    public async Task A_newer_statement_stands_above_an_older_ledger()
    {
        var (number, other) = (Fresh.IdNumber(), Fresh.IdNumber());

        await hall.Operator.ImportAsync(
            Fresh.Person(number, "\"paysPension\":false", asOf: "2019-09-30"), Fresh.Contribution(number, "2019-08", asOf: "2019-08-31"),
            Fresh.Person(other, "\"paysPension\":false", asOf: "2019-08-31"), Fresh.Contribution(other, "2019-08", asOf: "2019-08-31"));

        (await hall.Teller.ReadAsync(number)).Facts["paysPension"].Value.GetBoolean().ShouldBeFalse();
        (await hall.Teller.ReadAsync(other)).Facts["paysPension"].Value.GetBoolean().ShouldBeTrue("On the same day the ledger stands above a statement");
    }

    [Fact]
    public async Task Contributions_are_read_by_month_both_ends_included()
    {
        var (number, employer) = (Fresh.IdNumber(), Fresh.CreditCode());
        await hall.Operator.ImportAsync(
            [Fresh.Employer(employer), Fresh.Person(number), .. Enumerable.Range(1, 9).Select(month => Fresh.Contribution(number, $"2019-0{month}", month < 5 ? employer : null))]);
        using var found = await hall.Teller.LookUpAsync(number);
        var id = (await found.ReadAsync<JsonElement>()).GetProperty("personId").GetGuid();

        using var some = await hall.Teller.GetAsync($"/persons/{id}/contributions?from=2019-04&to=2019-05");
        using var all = await hall.Teller.GetAsync($"/persons/{id}/contributions");
        using var wrong = await hall.Teller.GetAsync($"/persons/{id}/contributions?from=2019-4");

        var months = (await some.ReadAsync<JsonElement>()).EnumerateArray().ToList();
        months.Select(month => month.GetProperty("month").GetString()).ShouldBe(["2019-04", "2019-05"]);
        months[0].GetProperty("employerName").GetString().ShouldBe("样例机械有限公司");
        months[1].TryGetProperty("employer", out _).ShouldBeFalse();
        (await all.ReadAsync<JsonElement>()).GetArrayLength().ShouldBe(9);
        await wrong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "month.invalid");
    }

    [Fact]
    public async Task An_employer_is_read_by_its_code()
    {
        var employer = Fresh.CreditCode("371002");
        await hall.Operator.ImportAsync(Fresh.Employer(employer, "371002"));

        using var found = await hall.Teller.GetAsync($"/employers/{employer.ToLowerInvariant()}");
        using var unknown = await hall.Teller.GetAsync($"/employers/{Fresh.CreditCode()}");
        using var wrong = await hall.Teller.GetAsync("/employers/123");

        (await found.ReadAsync<JsonElement>()).GetProperty("region").GetString().ShouldBe("371002");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "employer.unknown");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "credit-code.invalid");
    }

    [Theory]
    [InlineData("/persons/count", "teller kiosk board service")]
    [InlineData("/persons/01890000-0000-7000-8000-000000000000", "operator kiosk board")]
    [InlineData("/persons/01890000-0000-7000-8000-000000000000/contributions", "operator kiosk board")]
    [InlineData("/employers/91350100M000100Y43", "operator kiosk board")]
    [InlineData("/imports/01890000-0000-7000-8000-000000000000", "teller reviewer service")]
    [InlineData("/imports/01890000-0000-7000-8000-000000000000/rejected", "teller reviewer service")]
    public async Task Who_has_no_business_there_is_refused(string path, string roles)
    {
        foreach (var role in roles.Split(' '))
        {
            using var answer = await new Caller(hall.Service, role).GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
        }
    }
}
