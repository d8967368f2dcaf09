namespace Wenden.Subsidy.Rules;

/// <summary>What a policy says on one set of facts, without the reasons; the members are those of <see cref="Assessment"/>.</summary>
internal readonly record struct Verdict(
    Outcome Outcome, decimal Amount, RuleSet Groups, RuleSet Failed, RuleSet Exclusions, FactSet Missing, Office? Place);
