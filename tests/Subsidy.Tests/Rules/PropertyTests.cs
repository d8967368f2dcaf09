using System.Text.Json;
using FsCheck.Xunit;
using Wenden.ServiceDefaults;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules;

[Properties(Arbitrary = [typeof(Sheets)], MaxTest = 500, QuietOnSuccess = true)]
public class PropertyTests
{
    private static readonly string[] _exclusions =
    [
        "blacklisted", "drewUnemploymentBenefitInYear", "usedFullSupportRound", "relationKeptByAgreement", "traderOrCompanyRoleInYear",
        "nonEnterpriseRoleInYear", "lawFirmRoleInYear", "refusesOtherServices", "endedJobRequest",
    ];

    [Property]
    public void Complete_facts_get_what_the_guide_says(Complete complete)
    {
        var assessment = Assess(complete.Sheet);

        assessment.Amount.ShouldBe(Oracle.Amount(complete.Sheet));
        assessment.Outcome.ShouldBe(assessment.Amount > 0 ? Outcome.Eligible : Outcome.Ineligible);
        assessment.Missing.ShouldBeEmpty();
    }

    [Property]
    public void Missing_are_exactly_the_facts_that_can_turn_it(Sheet sheet)
    {
        var amounts = sheet.Completions().ToDictionary(full => full, Oracle.Amount);

        var assessment = Assess(sheet);

        var distinct = amounts.Values.Distinct().ToArray();
        assessment.Outcome.ShouldBe(distinct switch
        {
            [0] => Outcome.Ineligible,
            [_] => Outcome.Eligible,
            _ => Outcome.Incomplete,
        });
        assessment.Amount.ShouldBe(distinct.Length == 1 ? distinct[0] : 0);
        assessment.Missing.ShouldBe(sheet.Missing.Where(name => CanTurn(name, amounts)));
    }

    [Property]
    public void More_exclusions_never_help(Sheet sheet)
    {
        var before = Assess(sheet).Outcome;

        foreach (var exclusion in _exclusions)
        {
            var after = Assess(sheet.With(exclusion, "true"));
            after.Outcome.ShouldBe(Outcome.Ineligible);
            after.Amount.ShouldBe(0);
        }

        var shorter = Assess(sheet.With("monthsInsuredAtLastEmployer", "11").With("lastEmployerInDistrict", "true")).Outcome;
        if (before == Outcome.Ineligible)
            shorter.ShouldBe(Outcome.Ineligible);
    }

    [Property]
    public void Adding_a_fact_never_unsettles_an_outcome(Sheet sheet)
    {
        var before = Assess(sheet);

        foreach (var name in sheet.Missing)
        {
            foreach (var value in FactDomains.All[name])
            {
                var after = Assess(sheet.With(name, value));
                if (before.Outcome != Outcome.Incomplete)
                    (after.Outcome, after.Amount).ShouldBe((before.Outcome, before.Amount));
                after.Missing.Except(before.Missing).ShouldBeEmpty();
            }
        }
    }

    [Property]
    public void The_amount_is_5000_or_3850_or_nothing(Sheet sheet)
    {
        var assessment = Assess(sheet);

        decimal[] allowed = assessment.Outcome == Outcome.Eligible ? [5000, 3850] : [0];
        allowed.ShouldContain(assessment.Amount);
    }

    [Property]
    public void The_same_facts_give_the_same_answer_when_stored_and_read(Sheet sheet)
    {
        var stored = FactsDocument.Read(JsonElement.Parse(FactsDocument.Write(sheet.Facts))).Facts;

        var (first, second) = (Assess(sheet), Assessor.Assess(Policies.Of2019, stored));

        JsonSerializer.Serialize(second, HallJson.Options).ShouldBe(JsonSerializer.Serialize(first, HallJson.Options));
    }

    [Property]
    public void An_ineligible_outcome_always_names_a_rule(Sheet sheet)
    {
        var assessment = Assess(sheet);

        (assessment.Outcome == Outcome.Ineligible).ShouldBe(assessment.Failed.Any() || assessment.Exclusions.Any(code => code != "X4"));
        (assessment.Outcome == Outcome.Incomplete).ShouldBe(assessment.Missing.Any());
    }

    private static Assessment Assess(Sheet sheet) => Assessor.Assess(Policies.Of2019, sheet.Facts);

    internal static bool CanTurn(string name, Dictionary<Sheet, decimal> amounts) =>
        amounts
            .GroupBy(
                full => string.Join(';', full.Key.Values.Where(value => value.Key != name).OrderBy(value => value.Key)),
                full => full.Value)
            .Any(alike => alike.Distinct().Count() > 1);
}
