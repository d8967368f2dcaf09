using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Programmes;

/// <summary>What has to be true of a policy beyond the shape of its file.</summary>
internal static class PolicyChecks
{
    // Yuan a year: more is a slip of the pen, and more than 99,999,999.99 could not be stored.
    private const int Most = 1_000_000;

    public static IEnumerable<string> Of(Policy policy)
    {
        if (policy.Window.From > policy.Window.To)
            yield return "window.to lies before window.from";
        if (policy.Window.From.Year != policy.Year)
            yield return "window.from lies outside the year of the programme";
        if (policy.Ages.ReferenceDay >= policy.Window.From)
            yield return "ages.referenceDay has to lie before the window";
        if (policy.Amounts.PensionOnly > policy.Amounts.Full)
            yield return "amounts.pensionOnly is above amounts.full";
        if (policy.Amounts.Full > Most)
            yield return $"amounts.full is above {Most}";
        if (policy.Ages.MinimumWorking >= policy.Ages.Group.Values.Min())
            yield return "ages.minimumWorking has to be below every ages.group";

        // With an unknown sex, ages that overlap could exclude a person as one sex for C1 and as the other for G1: a refusal that no single
        // rule explains.
        if (policy.Ages.Group.Values.Max() + 1 >= policy.Ages.Retirement.Values.Min())
            yield return "ages.group has to lie more than a year below every ages.retirement";

        foreach (var other in policy.MutuallyExclusive.GroupBy(other => other.Programme))
        {
            if (other.Key == policy.Programme)
                yield return $"mutuallyExclusive names the programme {other.Key} itself";
            if (other.Count() > 1)
                yield return $"mutuallyExclusive names {other.Key} twice";
            if (other.Any(one => one.Clause is null && one.Reading is null))
                yield return $"mutuallyExclusive {other.Key} needs a clause, or a reading that says why it is assumed";
        }

        foreach (var rule in policy.Rules.Values)
        {
            foreach (var (part, template) in new[] { ("holds", rule.Holds), ("fails", rule.Fails), ("missing", rule.Missing) })
            {
                foreach (var name in template.Names.Where(name => name != "fact" && !FactList.ByName.ContainsKey(name)))
                    yield return $"rules.{rule.Code}.{part} names the unknown value {{{name}}}";
            }
        }
    }
}
