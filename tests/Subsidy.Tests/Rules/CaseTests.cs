using System.Text.Json;
using Wenden.ServiceDefaults;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules;

public class CaseTests
{
    private static readonly Dictionary<string, Case> _cases = Case.ReadAll("4050-2019.yaml").ToDictionary(each => each.Name);

    public static IEnumerable<TheoryDataRow<string>> Names => _cases.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_2019_comes_out_as_written(string name)
    {
        var expected = _cases[name];

        var assessment = Assessor.Assess(Policies.Of2019, expected.Facts);

        assessment.Outcome.ToString().ToLowerInvariant().ShouldBe(expected.Outcome);
        assessment.Amount.ShouldBe(expected.Amount);
        assessment.Groups.ShouldBe(expected.Groups);
        assessment.Failed.ShouldBe(expected.Failed);
        assessment.Exclusions.ShouldBe(expected.Exclusions);
        assessment.Missing.ShouldBe(expected.Missing);
        assessment.Place.ShouldBe(expected.Place);
        foreach (var because in expected.Because)
            assessment.Reasons.Select(InShort).ShouldContain(reason => reason == because || reason.StartsWith($"{because} "), because);
    }

    [Fact]
    public void Every_rule_is_seen_to_hold_to_fail_and_to_lack_facts()
    {
        var seen = _cases.Values
            .SelectMany(each => Assessor.Assess(Policies.Of2019, each.Facts).Reasons)
            .Select(reason => (reason.Code, reason.Holds))
            .ToHashSet();

        var expected = RuleCodes.All.SelectMany(code => new (string, bool?)[] { (code, true), (code, false), (code, null) });
        expected.Except(seen).ShouldBeEmpty();
        _cases.Count.ShouldBeGreaterThanOrEqualTo(80);
    }

    [Fact]
    public void Every_reason_of_every_case_is_said_in_both_languages()
    {
        foreach (var reason in _cases.Values.SelectMany(each => Assessor.Assess(Policies.Of2019, each.Facts).Reasons))
        {
            reason.Zh.ShouldNotBeEmpty();
            reason.En.ShouldNotBeEmpty();
            (reason.Zh + reason.En).ShouldNotContain("{");
            Policies.Of2019.Rules[reason.Code].Clause.ShouldBe(reason.Clause);
        }
    }

    [Theory]
    [InlineData("from: 2019-10-15", "from: 2019-10-14")]
    [InlineData("from: 2019-10-15", "from: 2019-10-16")]
    [InlineData("to: 2019-11-08", "to: 2019-11-07")]
    [InlineData("to: 2019-11-08", "to: 2019-11-09")]
    [InlineData("full: 5000", "full: 5001")]
    [InlineData("pensionOnly: 3850", "pensionOnly: 3849")]
    [InlineData("referenceDay: 2018-12-31", "referenceDay: 2018-12-30")]
    [InlineData("referenceDay: 2018-12-31", "referenceDay: 2019-01-01")]
    [InlineData("minimumWorking: 16", "minimumWorking: 15")]
    [InlineData("minimumWorking: 16", "minimumWorking: 17")]
    [InlineData("retirement: { F: 55, M: 60 }", "retirement: { F: 54, M: 60 }")]
    [InlineData("retirement: { F: 55, M: 60 }", "retirement: { F: 56, M: 60 }")]
    [InlineData("retirement: { F: 55, M: 60 }", "retirement: { F: 55, M: 59 }")]
    [InlineData("retirement: { F: 55, M: 60 }", "retirement: { F: 55, M: 61 }")]
    [InlineData("group: { F: 40, M: 50 }", "group: { F: 39, M: 50 }")]
    [InlineData("group: { F: 40, M: 50 }", "group: { F: 41, M: 50 }")]
    [InlineData("group: { F: 40, M: 50 }", "group: { F: 40, M: 49 }")]
    [InlineData("group: { F: 40, M: 50 }", "group: { F: 40, M: 51 }")]
    [InlineData("majorityAt: 18", "majorityAt: 17")]
    [InlineData("majorityAt: 18", "majorityAt: 19")]
    [InlineData("minimumMonthsAtLastEmployer: 12", "minimumMonthsAtLastEmployer: 11")]
    [InlineData("minimumMonthsAtLastEmployer: 12", "minimumMonthsAtLastEmployer: 13")]
    [InlineData("excludingRefusals: 3", "excludingRefusals: 2")]
    [InlineData("excludingRefusals: 3", "excludingRefusals: 4")]
    [InlineData("offices: [districtHall, townOffice]", "offices: [townOffice, districtHall]")]
    [InlineData("offices: [townOffice, districtHall]", "offices: [townOffice]")]
    public void No_value_of_the_policy_can_change_unnoticed(string value, string changed)
    {
        var text = File.ReadAllText(Policies.File);
        text.ShouldContain(value);
        var (policy, errors) = PolicyFile.Read("x.yaml", text.Replace(value, changed));
        errors.ShouldBeEmpty();

        var noticed = _cases.Values.Where(each => !IsAsWritten(each, Assessor.Assess(policy!, each.Facts)));

        noticed.ShouldNotBeEmpty();
    }

    private static bool IsAsWritten(Case expected, Assessment assessment) =>
        assessment.Outcome.ToString().Equals(expected.Outcome, StringComparison.OrdinalIgnoreCase)
        && assessment.Amount == expected.Amount
        && assessment.Groups.SequenceEqual(expected.Groups)
        && assessment.Failed.SequenceEqual(expected.Failed)
        && assessment.Place == expected.Place
        && expected.Because.All(because => assessment.Reasons.Select(InShort).Any(reason => reason == because || reason.StartsWith($"{because} ")));

    private static string InShort(Reason reason)
    {
        var value = reason.Value is null ? "" : $" {JsonSerializer.Serialize(reason.Value, HallJson.Options).Trim('"')}";
        return $"{reason.Code} {JsonSerializer.Serialize(reason.Holds)} {reason.Fact}{value}";
    }
}
