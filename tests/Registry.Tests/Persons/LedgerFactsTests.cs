using Wenden.Registry.Persons;

namespace Wenden.Registry.Tests.Persons;

public sealed class LedgerFactsTests
{
    private const string InDistrict = "371003";
    private const string InCity = "371002";
    private const string Elsewhere = "370602";

    [Fact]
    public void An_empty_ledger_says_nothing() => Facts([]).ShouldBeEmpty();

    [Fact]
    public void Facts_hold_as_of_the_newest_entry()
    {
        var facts = LedgerFacts.Derive([.. Months("2019-01", 3, null, asOf: "2019-03-31"), .. Months("2019-04", 3, null, asOf: "2019-06-30")], InDistrict, "3710").ToList();

        facts.ShouldAllBe(fact => fact.Fact.AsOf == new DateOnly(2019, 6, 30) && fact.Fact.Source == "社保缴费记录");
    }

    [Theory]
    [InlineData("2019-09", true)]
    [InlineData("2019-07", true)]
    [InlineData("2019-06", false)]
    public void Who_paid_within_three_months_pays(string lastMonth, bool pays)
    {
        var facts = Facts([.. Months(lastMonth, 1, null)]);

        facts["paysPension"].ShouldBe(pays);
        facts["paysMedical"].ShouldBe(pays);
    }

    [Fact]
    public void Each_insurance_is_looked_at_by_itself()
    {
        var facts = Facts([.. Months("2019-07", 3, null).Select(month => month with { Medical = false })]);

        facts["paysPension"].ShouldBe(true);
        facts["paysMedical"].ShouldBe(false);
    }

    [Fact]
    public void Without_an_employer_nothing_is_said_of_the_last_one() => Facts([.. Months("2019-01", 9, null)]).Keys.ShouldBe(
        ["paysPension", "paysMedical", "contributionBase", "unemploymentInsuredMonths", "contributionsByYear"], ignoreOrder: true);

    [Theory]
    [InlineData(InDistrict, true, true)]
    [InlineData(InCity, false, true)]
    [InlineData(Elsewhere, false, false)]
    public void A_lost_job_counts_by_where_the_employer_was(string region, bool inDistrict, bool lostInCity)
    {
        var facts = Facts([.. Months("2018-01", 12, "A", region), .. Months("2019-01", 9, null)]);

        facts["lastEmployerInDistrict"].ShouldBe(inDistrict);
        facts["lostJobWithCityEmployer"].ShouldBe(lostInCity);
    }

    [Fact]
    public void Who_is_still_employed_has_lost_no_job()
    {
        var facts = Facts([.. Months("2018-01", 12, null), .. Months("2019-01", 9, "A")]);

        facts["lostJobWithCityEmployer"].ShouldBe(false);
        facts["lastEmployerInDistrict"].ShouldBe(true);
    }

    [Fact]
    public void Who_pays_alone_since_last_month_has_lost_the_job()
    {
        var facts = Facts([.. Months("2018-01", 20, "A"), .. Months("2019-09", 1, null)]);

        facts["lostJobWithCityEmployer"].ShouldBe(true);
    }

    [Fact]
    public void Who_pays_nothing_since_three_months_has_lost_the_job() => Facts([.. Months("2018-01", 18, "A")])["lostJobWithCityEmployer"].ShouldBe(true);

    [Fact]
    public void Only_months_with_the_last_employer_are_counted()
    {
        var facts = Facts([.. Months("2017-01", 12, "B"), .. Months("2018-01", 11, "A"), .. Months("2018-12", 10, null)]);

        facts["monthsInsuredAtLastEmployer"].ShouldBe(11m);
        facts["lastEmployerCode"].ShouldBe("A");
        facts["lastEmployer"].ShouldBe("Firm A");
    }

    private static Dictionary<string, object?> Facts(IReadOnlyList<LedgerMonth> ledger) => LedgerFacts.Derive(ledger, InDistrict, "3710")
        .ToDictionary(fact => fact.Name, fact => (object?)(fact.Fact.Value.ValueKind switch
        {
            System.Text.Json.JsonValueKind.String => fact.Fact.Value.GetString(),
            System.Text.Json.JsonValueKind.Number => fact.Fact.Value.GetDecimal(),
            System.Text.Json.JsonValueKind.Array => fact.Fact.Value.GetRawText(),
            _ => fact.Fact.Value.GetBoolean(),
        }));

    private static IEnumerable<LedgerMonth> Months(string first, int count, string? employer, string region = InDistrict, string asOf = "2019-09-30") =>
        Enumerable.Range(0, count).Select(i => new LedgerMonth(
            DateOnly.Parse(first + "-01").AddMonths(i), employer, employer is null ? null : "Firm " + employer, employer is null ? null : region,
            4000, true, true, employer is not null, "社保缴费记录", DateOnly.Parse(asOf)));
}
