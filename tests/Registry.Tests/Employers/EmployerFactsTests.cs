namespace Wenden.Registry.Tests.Employers;

public sealed class EmployerFactsTests(RegistryHall hall)
{
    private const string Firm = "\"employerLegalPerson\":\"于样例\",\"employerStaff\":286,\"employerRegisteredOn\":\"1998-04-01\"";

    [Fact]
    public async Task Who_worked_for_an_employer_has_its_facts()
    {
        var (number, code) = (Fresh.IdNumber(), Fresh.CreditCode());
        await hall.Operator.ImportAsync(Employer(code, Firm), Fresh.Person(number), Fresh.Contribution(number, "2019-08", code));

        var facts = (await hall.Teller.ReadAsync(number)).Facts;

        (facts["employerCode"].Value.GetString(), facts["employerLegalPerson"].Value.GetString(), facts["employerStaff"].Value.GetInt32())
            .ShouldBe((code, "于样例", 286));
        (facts["employerStaff"].Source, facts["employerStaff"].AsOf).ShouldBe(("市场监管", new DateOnly(2019, 9, 30)));
    }

    [Fact]
    public async Task Whom_one_acts_for_stands_above_the_last_employer()
    {
        var (number, last, other) = (Fresh.IdNumber(), Fresh.CreditCode(), Fresh.CreditCode());

        await hall.Operator.ImportAsync(
            Fresh.Employer(last), Employer(other, Firm), Fresh.Person(number, $"\"actsFor\":\"{other}\""), Fresh.Contribution(number, "2019-08", last));

        var facts = (await hall.Teller.ReadAsync(number)).Facts;
        facts["employerCode"].Value.GetString().ShouldBe(other);
        facts["lastEmployerCode"].Value.GetString().ShouldBe(last);
    }

    [Theory]
    [InlineData("\"employerStaff\":\"many\"", "fact.value")]
    [InlineData("\"name\":\"张三\"", "fact.unknown")]
    [InlineData("\"contributionsByYear\":[]", "fact.unknown")]
    public async Task What_is_no_fact_of_an_employer_is_rejected(string facts, string code)
    {
        var import = await hall.Operator.ImportAsync(Employer(Fresh.CreditCode(), facts));

        (await hall.Operator.ReadRejectedAsync(import)).ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("\"employerStaff\":1", "fact.unknown")]
    [InlineData("\"contributionsByYear\":[]", "fact.value")]
    public async Task No_line_about_a_person_states_them(string facts, string code)
    {
        var import = await hall.Operator.ImportAsync(Fresh.Person(Fresh.IdNumber(), facts));

        (await hall.Operator.ReadRejectedAsync(import)).ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task The_ledger_is_told_by_year()
    {
        var (number, code) = (Fresh.IdNumber(), Fresh.CreditCode());
        await hall.Operator.ImportAsync(
            Fresh.Employer(code), Fresh.Person(number), Fresh.Contribution(number, "2018-11", code, 4000), Fresh.Contribution(number, "2018-12", code, 5000),
            Fresh.Contribution(number, "2019-01"));

        var facts = (await hall.Teller.ReadAsync(number)).Facts;

        facts["contributionsByYear"].Value.EnumerateArray()
            .Select(year => (year.GetProperty("year").GetInt32(), year.GetProperty("months").GetInt32(), year.GetProperty("base").GetDecimal()))
            .ShouldBe([(2018, 2, 4500), (2019, 1, 3457)]);
        facts["contributionsByYear"].Value[0].GetProperty("payer").GetString().ShouldBe("样例机械有限公司");
        facts["lastEmployerUntil"].Value.GetString().ShouldBe("2018-12-31");
    }

    private static string Employer(string code, string facts) =>
        $$"""{"kind":"employer","code":"{{code}}","name":"样例纺织有限公司","region":"371003","facts":{ {{facts}} },"source":"市场监管","asOf":"2019-09-30"}""";
}
