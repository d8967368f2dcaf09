using System.Text.Json;
using Wenden.ServiceDefaults;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>Asks the rules, and names the first answer that is not as expected. Compiled with every mutant of the rules.</summary>
internal static class Probe
{
    /// <summary>None where every answer is as expected.</summary>
    /// <param name="policy">What is judged by.</param>
    /// <param name="questions">
    /// Facts; how the answer has to begin, <c>outcome|amount|missing|groups|failed|exclusions|place</c>; and the reasons that have to be given: code,
    /// whether it holds, the fact, its value.
    /// </param>
    public static string? Fault(Policy policy, (Facts Facts, string Answer, IReadOnlyList<string> Because)[] questions) =>
        questions.Select(question => Fault(policy, question.Facts, question.Answer, question.Because)).FirstOrDefault(fault => fault is not null);

    private static string? Fault(Policy policy, Facts facts, string expected, IReadOnlyList<string> because)
    {
        var verdict = Assessor.Judge(policy, facts);
        var judged = string.Join('|',
            verdict.Outcome.ToString().ToLowerInvariant(), verdict.Amount, List(verdict.Missing.Names), List(verdict.Groups.Codes), List(verdict.Failed.Codes),
            List(verdict.Exclusions.Codes), verdict.Place is { } office ? ValueWords.Of(office) : null, "");
        if (!judged.StartsWith(expected, StringComparison.Ordinal))
            return $"{judged} instead of {expected}";

        var assessment = Assessor.Assess(policy, facts);
        var assessed = string.Join('|',
            assessment.Outcome.ToString().ToLowerInvariant(), assessment.Amount, List(assessment.Missing), List(assessment.Groups), List(assessment.Failed),
            List(assessment.Exclusions), assessment.Place, "");
        if (judged != assessed)
            return $"judged {judged}, assessed {assessed}";
        if (assessment.Reasons.FirstOrDefault(reason => reason.Value is not null && reason.Facts.All(used => used.Fact != reason.Fact)) is { } unused)
            return $"{unused.Code} does not name {unused.Fact} among its facts";
        var reasons = assessment.Reasons.Select(InShort).ToArray();
        return because.FirstOrDefault(wanted => !reasons.Any(reason => reason == wanted || reason.StartsWith($"{wanted} ", StringComparison.Ordinal)));
    }

    private static string List(IReadOnlyList<string> items) => string.Join(',', items);

    private static string InShort(Reason reason)
    {
        var value = reason.Value is null ? "" : $" {JsonSerializer.Serialize(reason.Value, HallJson.Options).Trim('"')}";
        return $"{reason.Code} {JsonSerializer.Serialize(reason.Holds)} {reason.Fact}{value}";
    }
}
