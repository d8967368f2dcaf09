using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules;

public class PairTests
{
    private static readonly Dictionary<string, (string Name, string Value)[]> _groups = new()
    {
        ["G1"] = [("lostJobWithCityEmployer", "true")],
        ["G2"] = [("zeroEmploymentHousehold", "true")],
        ["G3"] = [("minimumLivingAllowanceHousehold", "true")],
        ["G4"] = [("registeredPoorHousehold", "true")],
        ["G5"] = [("singleParent", "true"), ("minorChildBirthDates", "[\"2001-01-01\"]")],
        ["G6"] = [("disabled", "true")],
    };

    private static readonly Dictionary<string, (string Name, string Value)> _exclusions = new()
    {
        ["X1"] = ("blacklisted", "true"),
        ["X2"] = ("drewUnemploymentBenefitInYear", "true"),
        ["X3"] = ("usedFullSupportRound", "true"),
        ["X4"] = ("monthsInsuredAtLastEmployer", "11"),
        ["X5"] = ("relationKeptByAgreement", "true"),
        ["X6"] = ("traderOrCompanyRoleInYear", "true"),
        ["X7"] = ("nonEnterpriseRoleInYear", "true"),
        ["X8"] = ("lawFirmRoleInYear", "true"),
        ["X9"] = ("endedJobRequest", "true"),
    };

    public static IEnumerable<TheoryDataRow<string, string>> Pairs =>
        from code in _groups.Keys from exclusion in _exclusions.Keys select new TheoryDataRow<string, string>(code, exclusion);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_exclusion_takes_the_subsidy_from_a_group(string group, string exclusion)
    {
        var nobody = new Sheet(FactDomains.All.ToDictionary(domain => domain.Key, domain => domain.Value[0])).With("lostJobWithCityEmployer", "false");
        var member = _groups[group].Aggregate(nobody, (sheet, fact) => sheet.With(fact.Name, fact.Value));
        var excluded = member.With(_exclusions[exclusion].Name, _exclusions[exclusion].Value);

        var (none, before, after) = (Assess(nobody), Assess(member), Assess(excluded));

        none.Failed.ShouldBe(["G"]);
        before.Outcome.ShouldBe(Outcome.Eligible);
        before.Groups.ShouldBe([group]);
        var reached = exclusion != "X4" || group == "G1";
        after.Outcome.ShouldBe(reached ? Outcome.Ineligible : Outcome.Eligible);
        after.Exclusions.ShouldBe(reached ? [exclusion] : []);
        after.Groups.ShouldBe(exclusion == "X4" && reached ? [] : [group]);
    }

    private static Assessment Assess(Sheet sheet) => Assessor.Assess(Policies.Of2019, sheet.Facts);
}
