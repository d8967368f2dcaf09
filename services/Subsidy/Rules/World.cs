using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>
/// Sex, birth date and day of application stand in several rules at once, so where one of them is missing each rule alone would not tell
/// what all of them together allow. A world is one way to fill them; outside these three no fact stands in two places.
/// <para><c>WorkingAge</c> is C1 alone, on the day of application; <c>InTime</c> is W and C1; <c>OfAge</c> is the age of group G1 on the reference
/// day.</para>
/// </summary>
internal readonly record struct World(Sex Sex, DateOnly Birth, DateOnly AppliedOn, bool InTime, bool WorkingAge, bool OfAge)
{
    /// <summary>Every way to fill what is missing that the rules can tell apart.</summary>
    public static World[] Of(Policy policy, Facts facts)
    {
        IReadOnlyList<Sex> sexes = facts.Sex is { } sex ? [sex.Value] : [Sex.F, Sex.M];
        IReadOnlyList<DateOnly> days = facts.AppliedOn is { } day
            ? [day.Value]
            : [policy.Window.From.AddDays(-1), policy.Window.From, policy.Window.To];
        IReadOnlyList<DateOnly> births = facts.BirthDate is { } birth ? [birth.Value] : TellingBirths(policy.Ages, days);

        return [.. from s in sexes from b in births from d in days select At(policy, s, b, d)];
    }

    /// <summary>The world of facts of which none of the three is missing.</summary>
    public static World At(Policy policy, Sex sex, DateOnly birth, DateOnly appliedOn)
    {
        var age = Age.On(appliedOn, birth);
        var workingAge = age >= policy.Ages.MinimumWorking && age < policy.Ages.Retirement[sex];
        var ofAge = Age.On(policy.Ages.ReferenceDay, birth) >= policy.Ages.Group[sex];
        return new World(sex, birth, appliedOn, policy.Window.Contains(appliedOn) && workingAge, workingAge, ofAge);
    }

    /// <summary>Whether the two differ in the named fact at most.</summary>
    public bool IsAlikeBut(FactKey key, World other) =>
        (key == FactList.Sex || Sex == other.Sex)
        && (key == FactList.BirthDate || Birth == other.Birth)
        && (key == FactList.AppliedOn || AppliedOn == other.AppliedOn);

    // Every age limit cuts the calendar in two; the days on both sides of each cut meet every piece.
    private static IReadOnlyList<DateOnly> TellingBirths(PolicyAges ages, IReadOnlyList<DateOnly> days)
    {
        var cuts = days
            .SelectMany(day => ages.Retirement.Values.Append(ages.MinimumWorking).Select(years => Age.LastBirth(day, years)))
            .Concat(ages.Group.Values.Select(years => Age.LastBirth(ages.ReferenceDay, years)));
        return [.. cuts.SelectMany(cut => new[] { cut, cut.AddDays(1) }).Distinct().Order()];
    }
}
