namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>Changes of the rules' code that change no answer, each with the reason.</summary>
internal static class Equivalents
{
    public static readonly IReadOnlySet<string> All = new HashSet<string>
    {
    };
}
