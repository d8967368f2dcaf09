using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>
/// Judges facts by a policy. Three-valued: what is not known is neither yes nor no, and the answer is incomplete only where the missing
/// facts can still change outcome or amount; then it names exactly those.
/// </summary>
internal static class Assessor
{
    public static Assessment Assess(Policy policy, Facts facts)
    {
        var findings = new Findings(policy, facts);
        var perWorld = findings.Worlds.Select(world => (World: world, Eligible: EligibleIn(findings, world))).ToArray();
        var possible = perWorld.Any(each => each.Eligible != false);
        var missing = possible ? Missing(findings, facts, perWorld) : [];
        var outcome = (possible, missing.Count) switch
        {
            (false, _) => Outcome.Ineligible,
            (true, 0) => Outcome.Eligible,
            (true, _) => Outcome.Incomplete,
        };

        return new Assessment
        {
            Policy = policy.Id,
            Outcome = outcome,
            Amount = outcome == Outcome.Eligible ? AmountOf(policy, facts) : 0,
            Groups = [.. RuleCodes.Groups.Where(code => findings[code].Holds == true)],
            Failed = [.. RuleCodes.Conditions.Where(code => findings[code].Holds == false)],
            Exclusions = [.. RuleCodes.Exclusions.Where(code => findings[code].Holds == true)],
            Missing = [.. FactList.All.Where(missing.Contains).Select(key => key.Name)],
            Place = PlaceOf(policy, facts, findings),
            Reasons = Explanation.Of(policy, facts, findings),
        };
    }

    private static bool? EligibleIn(Findings findings, World world) =>
        world.InTime ? findings.Rest.Holds & InGroup(findings, world) : false;

    private static bool? InGroup(Findings findings, World world) =>
        (world.OfAge ? findings.LostEligibleJob.Holds : false) | findings.OtherGroups.Holds;

    private static HashSet<FactKey> Missing(Findings findings, Facts facts, (World World, bool? Eligible)[] perWorld)
    {
        var missing = new HashSet<FactKey>();
        foreach (var (world, _) in perWorld.Where(each => each.Eligible is null))
        {
            missing.UnionWith(findings.Rest.Missing);
            if (InGroup(findings, world) is not null)
                continue;
            missing.UnionWith(findings.OtherGroups.Missing);
            if (world.OfAge)
                missing.UnionWith(findings.LostEligibleJob.Missing);
        }

        AddIfTelling(FactList.Sex, world => (world.Birth, world.AppliedOn));
        AddIfTelling(FactList.BirthDate, world => (world.Sex, world.AppliedOn));
        AddIfTelling(FactList.AppliedOn, world => (world.Sex, world.Birth));

        // Some world is still open to eligibility, so the amount is too.
        if (facts.PaysMedical is null)
            missing.Add(FactList.PaysMedical);
        return missing;

        void AddIfTelling<TOthers>(FactKey key, Func<World, TOthers> others)
        {
            if (key.IsMissing(facts) && perWorld.GroupBy(each => others(each.World)).Any(alike => Tells(findings, [.. alike])))
                missing.Add(key);
        }
    }

    // Whether two of the worlds, with the other missing facts filled in the same way, can come out differently.
    private static bool Tells(Findings findings, (World World, bool? Eligible)[] alike)
    {
        if (alike.Any(each => each.World.InTime && each.Eligible != false) && alike.Any(each => !each.World.InTime))
            return true;
        var inTime = alike.Where(each => each.World.InTime).Select(each => each.World.OfAge).Distinct().Count();
        return inTime == 2
            && findings.Rest.Holds != false
            && findings.LostEligibleJob.Holds != false
            && findings.OtherGroups.Holds != true;
    }

    private static decimal AmountOf(Policy policy, Facts facts) =>
        facts.PaysMedical is { Value: true } ? policy.Amounts.Full : policy.Amounts.PensionOnly;

    private static string? PlaceOf(Policy policy, Facts facts, Findings findings) =>
        facts.HouseholdRegistration is { } registration && findings[RuleCodes.Permit].Holds == true
            ? ValueWords.Of(policy.Places[registration.Value].Offices[0])
            : null;
}
