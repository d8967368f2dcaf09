namespace Wenden.Subsidy.Rules;

/// <summary>Some of the rules of <see cref="RuleCodes.All"/>, without allocation.</summary>
internal readonly record struct RuleSet
{
    private static readonly string[] _codes = [.. RuleCodes.All];

    private readonly uint _bits;

    private RuleSet(uint bits) => _bits = bits;

    /// <summary>Their codes, in the order in which rules are reported.</summary>
    public IReadOnlyList<string> Codes
    {
        get
        {
            var bits = _bits;
            return [.. _codes.Where((_, place) => (bits & (1U << place)) != 0)];
        }
    }

    /// <summary>With the rule at a place of <see cref="RuleCodes.All"/>.</summary>
    public RuleSet With(int place) => new(_bits | (1U << place));

    public static RuleSet Of(IEnumerable<string> codes) => new(codes.Aggregate(0U, (bits, code) => bits | (1U << Array.IndexOf(_codes, code))));

    public static RuleSet operator &(RuleSet left, RuleSet right) => new(left._bits & right._bits);
}
