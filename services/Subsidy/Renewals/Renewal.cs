using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Renewals;

/// <summary>What becomes of one approval of the year before.</summary>
internal sealed record Renewal
{
    public const string Renewed = "renewed";
    public const string Asked = "asked";
    public const string Refused = "refused";
    public const string Failed = "failed";

    public static readonly IReadOnlyList<string> States = [Renewed, Asked, Refused, Failed];

    public required string State { get; init; }

    /// <summary>Why not; none where renewed or asked.</summary>
    public IReadOnlyList<RenewalReason> Reasons { get; init; } = [];

    /// <summary>What is asked for; also of somebody who is refused, as far as it changed.</summary>
    public IReadOnlyList<ChangedFact> Changed { get; init; } = [];

    /// <summary>What the rules of the new year say; none where they were not asked.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>What the new application is judged on; only where renewed.</summary>
    public OnRecord? Known { get; init; }

    /// <summary>
    /// Renews who is eligible with the same employment status and account; refuses who cannot be eligible, whatever they might bring; asks the others for
    /// exactly what changed or is missing.
    /// </summary>
    public static Renewal Of(Policy policy, Facts before, Payee? payeeBefore, OnRecord now)
    {
        if (now.DiedOn is { } diedOn)
            return Not(Refused, RenewalReason.Died(diedOn));

        var assessment = Assessor.Assess(policy, now.Facts);
        var changed = ChangedFact.Between(before, payeeBefore, now, assessment.Missing);
        if (assessment.Outcome == Outcome.Ineligible)
        {
            var deciding = assessment.Reasons.Where(reason => assessment.Deciding.Contains(reason.Code));
            return new Renewal
            {
                State = Refused,
                Reasons = [.. deciding.Select(reason => new RenewalReason(reason.Code, reason.Zh, reason.En))],
                Changed = changed,
                Assessment = assessment,
            };
        }

        return changed.Count > 0
            ? new Renewal { State = Asked, Changed = changed, Assessment = assessment }
            : new Renewal { State = Renewed, Assessment = assessment, Known = now };
    }

    public static Renewal Not(string state, RenewalReason reason) => new() { State = state, Reasons = [reason] };
}
