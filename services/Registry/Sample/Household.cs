using Wenden.Registry.Imports;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Sample;

/// <summary>One household of the sample district.</summary>
internal sealed class Household
{
    private readonly bool _flagsKnown;
    private readonly int _hardship;

    public Household(Dice dice, string code, Town town)
    {
        (Code, Town) = (code, town);
        Village = Names.Village(dice);
        Surname = Names.Surname(dice);
        Number = dice.Between(1, 400);
        (_flagsKnown, _hardship) = (dice.Chance(93), dice.Below(100));
    }

    public string Code { get; }

    public Town Town { get; }

    public string Village { get; }

    /// <summary>The surname that husband and children share.</summary>
    public string Surname { get; }

    public int Number { get; }

    public ImportLine Line(DateOnly asOf) => new HouseholdLine
    {
        Kind = "household",
        Source = "民政",
        AsOf = asOf,
        Code = Code,
        Registration = _hardship == 99 ? "collective" : "family",
        ZeroEmployment = _flagsKnown ? _hardship < 2 : null,
        MinimumLivingAllowance = _flagsKnown ? _hardship is 1 or 2 or 3 or 4 : null,
        RegisteredPoor = _flagsKnown ? _hardship is 4 or 5 : null,
    };

    /// <summary>The ages of those who live there, from 0 to 95: the shape of an ageing district.</summary>
    public static IEnumerable<int> Ages(Dice dice)
    {
        var kind = dice.Below(100);
        if (kind < 24)
        {
            var age = dice.Between(62, 88);
            return dice.Chance(60) ? [age, Math.Clamp(age + dice.Between(-4, 4), 60, 95)] : [dice.Between(66, 95)];
        }

        if (kind < 40)
            return [dice.Between(20, 61)];
        var parent = dice.Between(26, 58);
        List<int> ages = [parent, Math.Clamp(parent + dice.Between(-4, 3), 22, 60)];
        for (var child = dice.Below(10) < 3 ? 2 : 1; child > 0 && parent >= 26; child--)
            ages.Add(Math.Max(0, Math.Min(parent - dice.Between(23, 32), 24)));
        if (kind < 58)
            ages.Add(Math.Min(parent + dice.Between(24, 32), 95));
        return ages;
    }
}
