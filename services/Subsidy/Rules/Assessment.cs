using System.Text.Json.Serialization;

namespace Wenden.Subsidy.Rules;

/// <summary>What a policy says on one set of facts, and why.</summary>
internal sealed record Assessment
{
    /// <summary>The policy judged by, for example <c>4050-2019</c>.</summary>
    public required string Policy { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Yuan a year; 0 unless eligible.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Codes of the groups that certainly apply.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Codes of the conditions that certainly fail; <c>G</c> where no group can apply.</summary>
    public required IReadOnlyList<string> Failed { get; init; }

    /// <summary>Codes of the exclusions that certainly hit. X4 takes away G1 alone, so it can stand beside another group.</summary>
    public required IReadOnlyList<string> Exclusions { get; init; }

    /// <summary>Names of the missing facts that can still change outcome or amount; none unless incomplete.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>The kind of office where the application belongs; none where it is unknown or belongs nowhere in Wendeng.</summary>
    public string? Place { get; init; }

    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>Codes of what decided: the groups where eligible, else the failed conditions and the exclusions that count.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Deciding => Outcome == Outcome.Eligible ? Groups : [.. Failed, .. Exclusions];
}

internal enum Outcome
{
    Eligible,
    Ineligible,
    Incomplete,
}

/// <summary>One rule on the facts: what came out, on which value, in words.</summary>
internal sealed record Reason
{
    /// <summary>Code of the rule.</summary>
    public required string Code { get; init; }

    /// <summary>The sentence of the law.</summary>
    public required string Clause { get; init; }

    /// <summary>Whether the condition, group or exclusion holds; none where a missing fact leaves it open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required bool? Holds { get; init; }

    /// <summary>Name of the fact that settled it, or of the first that leaves it open.</summary>
    public required string Fact { get; init; }

    public object? Value { get; init; }

    public string? Source { get; init; }

    public DateOnly? AsOf { get; init; }

    public required string Zh { get; init; }

    public required string En { get; init; }

    /// <summary>Every known fact the rule looked at, with its source.</summary>
    public required IReadOnlyList<UsedFact> Facts { get; init; }
}

internal sealed record UsedFact(string Fact, object Value, string? Source, DateOnly? AsOf);
