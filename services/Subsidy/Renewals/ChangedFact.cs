using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Renewals;

/// <summary>A fact that somebody is asked about: it differs from the year before, or nobody knows it any more.</summary>
/// <param name="Fact">Name of the fact; <c>bankAccount</c> for the account.</param>
/// <param name="Before">Its value in the approved application; none where it was unknown.</param>
/// <param name="Now">Its value now; none where it is unknown.</param>
internal sealed record ChangedFact(string Fact, object? Before, object? Now)
{
    /// <summary>Whom the subsidy is paid to is settled by this fact of the registry.</summary>
    public const string Account = "bankAccount";

    private static readonly Text _accountLabel = new("银行账号", "bank account");

    // What the employment status (就业状态) is.
    private static readonly FactKey[] _employment =
    [
        FactList.UnemploymentRegisteredInWeihai, FactList.FlexiblyEmployed, FactList.FileInCustody, FactList.PaysPension, FactList.PaysMedical,
    ];

    /// <summary>Employment status and account where they are not what they were, and whatever else the rules need and nobody knows.</summary>
    public static IReadOnlyList<ChangedFact> Between(Facts before, Payee? payeeBefore, OnRecord now, IReadOnlyList<string> missing)
    {
        var changed = FactList.All
            .Select(key => (Key: key, Before: key.Of(before)?.Value, Now: key.Of(now.Facts)?.Value))
            .Where(fact => missing.Contains(fact.Key.Name) || (_employment.Contains(fact.Key) && !Equals(fact.Before, fact.Now)))
            .Select(fact => new ChangedFact(fact.Key.Name, fact.Before, fact.Now));

        // Nobody is paid to an account that was not known last year either.
        var (accountBefore, accountNow) = (payeeBefore?.Account, now.Payee.Account);
        return accountNow is not null && accountNow == accountBefore
            ? [.. changed]
            : [.. changed, new ChangedFact(Account, Masked(accountBefore), Masked(accountNow))];
    }

    public static Text LabelOf(Policy policy, string fact) => policy.FactLabels.GetValueOrDefault(fact) ?? _accountLabel;

    private static string? Masked(string? account) => account is null ? null : $"****{account[^Math.Min(4, account.Length)..]}";
}
