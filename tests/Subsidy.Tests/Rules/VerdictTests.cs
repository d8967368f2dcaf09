using FsCheck.Xunit;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules;

[Properties(Arbitrary = [typeof(Sheets)], MaxTest = 500, QuietOnSuccess = true)]
public class VerdictTests
{
    [Property]
    public void A_verdict_is_the_assessment_without_reasons(Sheet sheet)
    {
        var assessment = Assessor.Assess(Policies.Of2019, sheet.Facts);

        var verdict = Assessor.Judge(Policies.Of2019, sheet.Facts);

        (verdict.Outcome, verdict.Amount).ShouldBe((assessment.Outcome, assessment.Amount));
        verdict.Groups.Codes.ShouldBe(assessment.Groups);
        verdict.Failed.Codes.ShouldBe(assessment.Failed);
        verdict.Exclusions.Codes.ShouldBe(assessment.Exclusions);
        verdict.Missing.Names.ShouldBe(assessment.Missing);
        (verdict.Place is { } office ? ValueWords.Of(office) : null).ShouldBe(assessment.Place);
    }

    [Property]
    public void A_verdict_on_complete_facts_allocates_nothing(Complete complete)
    {
        var facts = complete.Sheet.Facts;
        Assessor.Judge(Policies.Of2019, facts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assessor.Judge(Policies.Of2019, facts);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
