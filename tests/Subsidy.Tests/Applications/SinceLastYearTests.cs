using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Applications;

public class SinceLastYearTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task What_differs_from_the_year_before_is_shown()
    {
        var before = await host.AppliedAsync(("paysMedical", "false"));
        using var first = await host.FirstAsync(before);
        using var second = await host.SecondAsync(before);
        await host.ExecuteAsync($"update applications set year = 2018 where id = '{before.Id}'");
        host.Registry.Put(before.Person, 2, ("bankAccount", "\"6222020000001234\""), ("idNumber", "\"371003197406150021\""));
        var now = await host.AppliedAsync(before.Person);

        var shown = await host.ShowAsync(now);

        var change = shown.GetProperty("sinceLastYear").EnumerateArray().Single();
        change.GetProperty("fact").GetString().ShouldBe("paysMedical");
        change.GetProperty("label").GetProperty("zh").GetString().ShouldBe("缴纳医疗保险");
        change.GetProperty("before").GetBoolean().ShouldBeFalse();
        change.GetProperty("now").GetBoolean().ShouldBeTrue();
        shown.GetProperty("payee").GetProperty("account").GetString().ShouldBe("************1234");
        shown.GetProperty("payee").GetProperty("idNumber").GetString().ShouldBe("371003********0021");
    }

    [Fact]
    public async Task Without_a_year_before_there_is_nothing_to_compare()
    {
        var application = await host.AppliedAsync();

        (await host.ShowAsync(application)).TryGetProperty("sinceLastYear", out _).ShouldBeFalse();
    }

    [Fact]
    public void Only_the_values_of_the_person_are_compared()
    {
        var before = JsonElement.Parse(
            """
            { "appliedOn": { "value": "2018-04-02" }, "receivingOffice": { "value": "townOffice" }, "sex": { "value": "F", "source": "甲" },
              "disabled": { "value": true }, "minorChildBirthDates": { "value": ["2010-01-01"] } }
            """);
        var now = JsonElement.Parse(
            """
            { "appliedOn": { "value": "2019-10-21" }, "receivingOffice": { "value": "districtHall" }, "sex": { "value": "F", "source": "乙" },
              "blacklisted": { "value": false }, "minorChildBirthDates": { "value": ["2010-01-01", "2019-01-01"] } }
            """);

        var changes = FactChanges.Between(Policies.Of2019.FactLabels, before, now);

        changes.Select(change => (change.Fact, change.Before.HasValue, change.Now.HasValue)).ShouldBe(
            [("minorChildBirthDates", true, true), ("disabled", true, false), ("blacklisted", false, true)]);
    }
}
