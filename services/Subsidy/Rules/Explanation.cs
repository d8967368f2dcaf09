using System.Globalization;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>Says for every rule what came out, on which facts, in the policy's words.</summary>
internal static class Explanation
{
    public static IReadOnlyList<Reason> Of(in Applicant applicant)
    {
        var reasons = new List<Reason>(RuleCodes.All.Count);
        foreach (var code in RuleCodes.All)
            reasons.Add(ReasonOf(applicant, applicant.Policy.Rules[code], Law.ByCode[code]));
        return reasons;
    }

    private static Reason ReasonOf(in Applicant applicant, PolicyRule rule, Term term)
    {
        var (policy, facts, holds, leaf) = (applicant.Policy, applicant.Facts, term.Holds(applicant), term.Deciding(applicant));
        var key = leaf.Holds(applicant) is null ? leaf.Facts.First(fact => fact.IsMissing(facts)) : leaf.Facts[0];
        var stated = key.Of(facts);
        var template = holds switch
        {
            true => rule.Holds,
            false => rule.Fails,
            null => rule.Missing,
        };
        var words = template.Fill(name => name == "fact" ? policy.FactLabels[key.Name] : WordsFor(policy, facts, name));

        return new Reason
        {
            Code = rule.Code,
            Clause = rule.Clause,
            Holds = holds,
            Fact = key.Name,
            Value = stated?.Value,
            Source = stated?.Source,
            AsOf = stated?.AsOf,
            Zh = words.Zh,
            En = words.En,
            Facts = [.. UsedBy(term, facts)],
        };
    }

    private static IEnumerable<UsedFact> UsedBy(Term term, Facts facts) =>
        from key in term.Leaves.SelectMany(leaf => leaf.Facts).Distinct()
        let stated = key.Of(facts)
        where stated is not null
        select new UsedFact(key.Name, stated.Value.Value, stated.Value.Source, stated.Value.AsOf);

    private static Text WordsFor(Policy policy, Facts facts, string name) => FactList.ByName[name].Of(facts)?.Value switch
    {
        null => policy.Words["none"],
        DateOnly day => DayInWords(day),
        IReadOnlyList<DateOnly> { Count: 0 } => policy.Words["none"],
        IReadOnlyList<DateOnly> days => new Text(
            string.Join('、', days.Select(day => DayInWords(day).Zh)), string.Join(", ", days.Select(day => DayInWords(day).En))),
        bool flag => policy.Words[flag ? "true" : "false"],
        string word => policy.Words[word],
        var number => new Text($"{number}", $"{number}"),
    };

    private static Text DayInWords(DateOnly day) =>
        new($"{day.Year}年{day.Month}月{day.Day}日", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
