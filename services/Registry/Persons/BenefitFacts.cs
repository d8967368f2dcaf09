using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Registry.Persons;

/// <summary>A benefit that a person draws, with who states it.</summary>
internal sealed record BenefitRow(string Kind, DateOnly Since, decimal MonthlyAmount, DateOnly? CertifiedOn, string Source, DateOnly AsOf)
{
    public Benefit ToBenefit() => new() { Kind = Kind, Since = Since, MonthlyAmount = MonthlyAmount, CertifiedOn = CertifiedOn };
}

/// <summary>Facts that follow from the benefit a person draws; of several the pension.</summary>
internal static class BenefitFacts
{
    public static IEnumerable<(string Name, Fact Fact)> Derive(IReadOnlyList<BenefitRow> benefits)
    {
        if (benefits.MinBy(benefit => (benefit.Kind != "pension", benefit.Kind)) is not { } benefit)
            yield break;
        yield return Known("benefitKind", benefit.Kind);
        yield return Known("benefitSince", benefit.Since);
        yield return Known("benefitAmount", benefit.MonthlyAmount);
        if (benefit.CertifiedOn is { } day)
            yield return Known("certifiedOn", day);

        (string, Fact) Known<T>(string name, T value) =>
            (name, new Fact { Value = JsonSerializer.SerializeToElement(value), Source = benefit.Source, AsOf = benefit.AsOf });
    }
}
