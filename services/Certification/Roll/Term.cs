using Wenden.Contracts.Registry;

namespace Wenden.Certification.Roll;

/// <summary>How long a certification lasts (国务院令第765号 art. 26): twelve months, from whatever day it was made.</summary>
internal static class Term
{
    private const int Months = 12;

    /// <summary>The last valid day of a certification. From 29 February it is the 28th of the year after.</summary>
    public static DateOnly After(DateOnly certifiedOn) => certifiedOn.AddMonths(Months);

    /// <summary>
    /// The last day on which entitlement is proven by what the registry holds: the latest over all benefits of the last certification, or of the
    /// grant where there was none, for granting a benefit proves it too. None without a benefit.
    /// </summary>
    public static DateOnly? Of(IReadOnlyList<Benefit> benefits) =>
        benefits.Count == 0 ? null : After(benefits.Max(benefit => benefit.CertifiedOn ?? benefit.Since));
}
