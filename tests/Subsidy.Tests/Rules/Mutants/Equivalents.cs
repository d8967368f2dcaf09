namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>Changes of the rules' code that change no answer, each with the reason.</summary>
internal static class Equivalents
{
    public static readonly IReadOnlySet<string> All = new HashSet<string>
    {
        // Any day outside the window does.
        "World.cs: : [policy.Window.From.AddDays(-1), policy.Window.From, policy.Window.To]; | 1 -> 2",
        // Of the days after a cut any one before the next cut does; cuts that are neighbours meet every piece all the same.
        "World.cs: return [.. cuts.SelectMany(cut => new[] { cut, cut.AddDays(1) }).Distinct().Order()]; | 1 -> 2",
        // Where an age turns it, so does one between the two, since the ages of groups lie more than a year below those of retirement.
        "Chance.cs: if (!one.InTime) | !one.InTime -> false",
    };
}
