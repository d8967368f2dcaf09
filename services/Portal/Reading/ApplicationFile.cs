using System.Text.Json;

namespace Wenden.Portal.Reading;

/// <summary>One application as the subsidy service shows it to its staff.</summary>
public sealed record ApplicationFile
{
    public required Guid Id { get; init; }

    public Guid? CaseId { get; init; }

    public Guid? RenewedFrom { get; init; }

    public required string Item { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required DateOnly AppliedOn { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required string AcceptedBy { get; init; }

    public required string State { get; init; }

    public decimal Amount { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public ReviewSaid? FirstReview { get; init; }

    public ReviewSaid? SecondReview { get; init; }

    public IReadOnlyDictionary<string, FactOnFile>? Facts { get; init; }

    public AssessmentOnFile? Assessment { get; init; }

    public IReadOnlyList<Step> History { get; init; } = [];

    public PayeeOnFile? Payee { get; init; }

    public IReadOnlyList<CodeInWords> Obstacles { get; init; } = [];

    public SupplementAsked? Supplement { get; init; }

    public OverrideSaid? Override { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public NoticeOfOne? Notice { get; init; }

    public ByAndAt? Released { get; init; }

    public OverrideSaid? Revoked { get; init; }

    public IReadOnlyList<FactChange> SinceLastYear { get; init; } = [];

    /// <summary>Whether rules and obstacles let it be granted.</summary>
    public bool IsGrantedByRules => Assessment?.Outcome == "eligible" && Obstacles is [];

    /// <summary>Whether the first review asks to grant against the rules.</summary>
    public bool ProposesOverride => FirstReview is { Approve: true, Override: true };

    /// <summary>Whether somebody had an earlier part in it.</summary>
    public bool WasWorkedOnBy(string? account) =>
        account is not null && new[] { AcceptedBy, FirstReview?.By, SecondReview?.By, Override?.By }.Contains(account, StringComparer.OrdinalIgnoreCase);

    /// <param name="By">Account name.</param>
    /// <param name="Approve">Whether the person agrees.</param>
    /// <param name="Note">Why.</param>
    /// <param name="Override">Whether the person asks to grant against the rules.</param>
    public sealed record ReviewSaid(string By, bool Approve, string? Note, bool? Override = null);

    /// <param name="Missing">What is missing.</param>
    /// <param name="AskedBy">Account name of the reviewer.</param>
    public sealed record SupplementAsked(string Missing, string? AskedBy);

    /// <param name="By">Account name.</param>
    /// <param name="Note">Why.</param>
    /// <param name="At">When.</param>
    public sealed record OverrideSaid(string By, string? Note, DateTimeOffset At);

    /// <param name="By">Account name.</param>
    /// <param name="At">When.</param>
    public sealed record ByAndAt(string By, DateTimeOffset At);

    /// <param name="Id">The notice.</param>
    /// <param name="EndsOn">Its last day.</param>
    public sealed record NoticeOfOne(Guid Id, DateOnly EndsOn);

    /// <param name="Name">In full.</param>
    /// <param name="IdNumber">Masked.</param>
    /// <param name="Bank">Of the account.</param>
    /// <param name="Account">Masked.</param>
    public sealed record PayeeOnFile(string? Name, string? IdNumber, string? Bank, string? Account);

    /// <param name="Number">In the order of time.</param>
    /// <param name="At">When.</param>
    /// <param name="By">Account name, or <c>system</c>.</param>
    /// <param name="State">The state after it.</param>
    /// <param name="What">What was done.</param>
    /// <param name="Why">Why; names of facts or codes of rules where the rules did it.</param>
    public sealed record Step(int Number, DateTimeOffset At, string By, string State, string What, string? Why);
}

/// <param name="Value">Of the type of the fact.</param>
/// <param name="Source">Who states it.</param>
/// <param name="AsOf">For which day.</param>
public sealed record FactOnFile(JsonElement Value, string? Source, DateOnly? AsOf);

/// <param name="Code">The code.</param>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
public sealed record CodeInWords(string Code, string Zh, string En)
{
    public string Shown => Names.Choose(Zh, En);
}

/// <param name="Fact">Name of the fact.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Before">The year before; none where it was not known.</param>
/// <param name="Now">This year.</param>
public sealed record FactChange(string Fact, FactName.Label Label, JsonElement? Before, JsonElement? Now);

/// <summary>What the rules say, and why.</summary>
public sealed record AssessmentOnFile
{
    public required string Policy { get; init; }

    public required string Outcome { get; init; }

    public decimal Amount { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyList<string> Failed { get; init; } = [];

    public IReadOnlyList<string> Exclusions { get; init; } = [];

    public IReadOnlyList<string> Missing { get; init; } = [];

    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>Whether a reason speaks against the subsidy.</summary>
    public bool IsAgainst(Reason reason) => Failed.Contains(reason.Code) || Exclusions.Contains(reason.Code);

    /// <param name="Code">Code of the rule.</param>
    /// <param name="Clause">The sentence of the policy.</param>
    /// <param name="Holds">Whether it holds; none where it is open.</param>
    /// <param name="Zh">In Chinese.</param>
    /// <param name="En">In English.</param>
    /// <param name="Source">Who states the fact.</param>
    /// <param name="AsOf">For which day.</param>
    public sealed record Reason(string Code, string Clause, bool? Holds, string Zh, string En, string? Source, DateOnly? AsOf)
    {
        public string Shown => Names.Choose(Zh, En);
    }
}
