using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>
/// Judges facts by a policy. Three-valued: what is not known is neither yes nor no, and the answer is incomplete only where the missing
/// facts can still change outcome or amount; then it names exactly those.
/// </summary>
internal static class Assessor
{
    private static readonly Term[] _rules = [.. RuleCodes.All.Select(code => Law.ByCode[code])];
    private static readonly RuleSet _conditions = RuleSet.Of(RuleCodes.Conditions);
    private static readonly RuleSet _groups = RuleSet.Of(RuleCodes.Groups);
    private static readonly RuleSet _exclusions = RuleSet.Of(RuleCodes.Exclusions);

    /// <summary>What the rules come to. Allocates nothing where sex, birth date and day of application are known.</summary>
    public static Verdict Judge(Policy policy, Facts facts)
    {
        if (facts is not { Sex: { } sex, BirthDate: { } birth, AppliedOn: { } day })
            return Judge(new Applicant(policy, facts, World.Of(policy, facts)));
        var only = World.At(policy, sex.Value, birth.Value, day.Value);
        return Judge(new Applicant(policy, facts, new ReadOnlySpan<World>(in only)));
    }

    /// <summary>What the rules come to, and why.</summary>
    public static Assessment Assess(Policy policy, Facts facts)
    {
        var applicant = new Applicant(policy, facts, World.Of(policy, facts));
        var verdict = Judge(applicant);
        return new Assessment
        {
            Policy = policy.Id,
            Outcome = verdict.Outcome,
            Amount = verdict.Amount,
            Groups = verdict.Groups.Codes,
            Failed = verdict.Failed.Codes,
            Exclusions = verdict.Exclusions.Codes,
            Missing = verdict.Missing.Names,
            Place = verdict.Place is { } office ? ValueWords.Of(office) : null,
            Reasons = Explanation.Of(applicant),
        };
    }

    private static Verdict Judge(in Applicant applicant)
    {
        var (holding, failing) = (default(RuleSet), default(RuleSet));
        for (var place = 0; place < _rules.Length; place++)
        {
            var holds = _rules[place].Holds(applicant);
            if (holds == true)
                holding = holding.With(place);
            else if (holds == false)
                failing = failing.With(place);
        }

        var chance = Chance.Of(applicant);
        var missing = chance.IsLeft ? chance.Missing(applicant) : FactSet.None;
        var outcome = !chance.IsLeft ? Outcome.Ineligible : missing.IsEmpty ? Outcome.Eligible : Outcome.Incomplete;
        return new Verdict(
            outcome,
            outcome == Outcome.Eligible ? AmountOf(applicant) : 0,
            holding & _groups,
            failing & _conditions,
            holding & _exclusions,
            missing,
            PlaceOf(applicant));
    }

    private static decimal AmountOf(in Applicant applicant) =>
        applicant.Facts.PaysMedical is { Value: true } ? applicant.Policy.Amounts.Full : applicant.Policy.Amounts.PensionOnly;

    private static Office? PlaceOf(in Applicant applicant) =>
        applicant.Facts.HouseholdRegistration is { } registration && Law.ByCode[RuleCodes.Permit].Holds(applicant) == true
            ? applicant.Policy.Places[registration.Value].Offices[0]
            : null;
}
