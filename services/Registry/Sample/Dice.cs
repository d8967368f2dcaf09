namespace Wenden.Registry.Sample;

/// <summary>Pseudo-random choices that follow from a seed alone (SplitMix64), on every machine and .NET release.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice of their own for the <paramref name="index"/>th part of a whole.</summary>
    public static Dice For(int seed, long index)
    {
        var dice = new Dice((ulong)seed * 0x9E3779B97F4A7C15 + (ulong)index * 0xD1B54A32D192ED03);
        dice.Next();
        return dice;
    }

    /// <summary>Dice of their own for what a text names.</summary>
    public static Dice For(string name) => new(name.Aggregate(0xCBF29CE484222325, (hash, character) => (hash ^ character) * 0x100000001B3));

    /// <summary>From 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
