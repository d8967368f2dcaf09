namespace Wenden.Subsidy.Rules;

/// <summary>Some of the facts of <see cref="FactList"/>.</summary>
internal readonly record struct FactSet
{
    private readonly ulong _bits;

    private FactSet(ulong bits) => _bits = bits;

    public static FactSet None => default;

    public bool IsEmpty => _bits == 0;

    /// <summary>Their names, in the order in which facts are reported.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var bits = _bits;
            return [.. FactList.All.Where((_, place) => (bits & (1UL << place)) != 0).Select(key => key.Name)];
        }
    }

    public static FactSet Of(params ReadOnlySpan<FactKey> keys)
    {
        var bits = 0UL;
        foreach (var key in keys)
            bits |= 1UL << FactList.PlaceOf(key);
        return new FactSet(bits);
    }

    public static FactSet operator |(FactSet left, FactSet right) => new(left._bits | right._bits);
}
