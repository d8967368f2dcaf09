using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>What rules are asked about: one person's facts, under one policy.</summary>
internal readonly ref struct Applicant
{
    public Applicant(Policy policy, Facts facts, ReadOnlySpan<World> worlds)
    {
        Policy = policy;
        Facts = facts;
        Worlds = worlds;
        var (working, notWorking, of, notOf) = (false, false, false, false);
        foreach (var world in worlds)
        {
            // Where the day is unknown, working age is told for the days of the window: outside it the window alone refuses.
            var counts = facts.AppliedOn is not null || policy.Window.Contains(world.AppliedOn);
            working |= counts && world.WorkingAge;
            notWorking |= counts && !world.WorkingAge;
            of |= world.OfAge;
            notOf |= !world.OfAge;
        }

        WorkingAge = working == notWorking ? null : working;
        OfAge = of == notOf ? null : of;
    }

    public Policy Policy { get; }

    public Facts Facts { get; }

    /// <summary>Every way to fill in sex, birth date and day of application where they are missing; a single one where none is.</summary>
    public ReadOnlySpan<World> Worlds { get; }

    /// <summary>C1: of working age on the day of application, as far as all worlds agree.</summary>
    public bool? WorkingAge { get; }

    /// <summary>Old enough for group G1, as far as all worlds agree.</summary>
    public bool? OfAge { get; }
}
