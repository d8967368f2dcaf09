namespace Wenden.Subsidy.Rules;

/// <summary>Whether an applicant can still be eligible, and what that depends on.</summary>
/// <param name="Rest">All that neither looks at ages and days nor concerns groups.</param>
/// <param name="LostEligibleJob">Group G1 but for the age.</param>
/// <param name="OtherGroups">Any of the other groups.</param>
/// <param name="IsLeft">Whether some world is open to eligibility.</param>
internal readonly record struct Chance(bool? Rest, bool? LostEligibleJob, bool? OtherGroups, bool IsLeft)
{
    public static Chance Of(in Applicant applicant)
    {
        var chance = new Chance(Law.Rest.Holds(applicant), Law.LostEligibleJob.Holds(applicant), Law.OtherGroups.Holds(applicant), IsLeft: false);
        foreach (var world in applicant.Worlds)
        {
            if (chance.EligibleIn(world) != false)
                return chance with { IsLeft = true };
        }

        return chance;
    }

    /// <summary>The missing facts that can change outcome or amount, given that there is a chance left.</summary>
    public FactSet Missing(in Applicant applicant)
    {
        var missing = Law.Rest.Missing(applicant);
        foreach (var world in applicant.Worlds)
        {
            if (InGroup(world) is not null)
                continue;
            missing |= Law.OtherGroups.Missing(applicant);
            if (world.OfAge)
                missing |= Law.LostEligibleJob.Missing(applicant);
        }

        // Some world is still open to eligibility, so the amount is too.
        if (applicant.Facts.PaysMedical is null)
            missing |= FactSet.Of(FactList.PaysMedical);
        return missing | Telling(applicant, FactList.Sex) | Telling(applicant, FactList.BirthDate) | Telling(applicant, FactList.AppliedOn);
    }

    private bool? EligibleIn(World world) => world.InTime ? Rest & InGroup(world) : false;

    private bool? InGroup(World world) => (world.OfAge ? LostEligibleJob : false) | OtherGroups;

    // The fact, where two worlds that differ in it alone can come out differently, with the other missing facts filled in the same way.
    private FactSet Telling(in Applicant applicant, FactKey key)
    {
        foreach (var one in applicant.Worlds)
        {
            foreach (var other in applicant.Worlds)
            {
                if (one.IsAlikeBut(key, other) && Differ(one, other))
                    return FactSet.Of(key);
            }
        }

        return FactSet.None;
    }

    private bool Differ(World one, World other)
    {
        if (!one.InTime)
            return false;
        return other.InTime
            ? one.OfAge != other.OfAge && LostEligibleJob != false && OtherGroups != true
            : EligibleIn(one) != false;
    }
}
