using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Registry.Persons;

/// <summary>One month of a person's contributions, with the employer's name and region code where one paid.</summary>
internal sealed record LedgerMonth(
    DateOnly Month, string? Employer, string? EmployerName, string? Region, decimal Base,
    bool Pension, bool Medical, bool Unemployment, string Source, DateOnly AsOf);

/// <summary>
/// Facts that follow from the contributions ledger (社保缴费记录). They hold as of the newest entry's as-of day. A person of whom the ledger
/// has nothing has no such facts; one without an employer in it has none about the last employer: unknown is not "no".
/// </summary>
internal static class LedgerFacts
{
    /// <summary>Who pays with a delay still pays; after three months without a payment nobody is said to.</summary>
    private const int WindowMonths = 3;

    public static IEnumerable<(string Name, Fact Fact)> Derive(IReadOnlyList<LedgerMonth> ledger, string district, string city)
    {
        if (ledger.Count == 0)
            yield break;

        var newest = ledger.MaxBy(month => (month.AsOf, month.Month))!;
        var windowStart = new DateOnly(newest.AsOf.Year, newest.AsOf.Month, 1).AddMonths(1 - WindowMonths);
        yield return Known("paysPension", ledger.Any(month => month.Pension && month.Month >= windowStart));
        yield return Known("paysMedical", ledger.Any(month => month.Medical && month.Month >= windowStart));

        yield return Known("contributionBase", ledger.MaxBy(month => month.Month)!.Base);
        yield return Known("unemploymentInsuredMonths", ledger.Count(month => month.Unemployment));
        yield return Known("contributionsByYear", ledger.Where(month => month.Pension).GroupBy(month => month.Month.Year).Select(ContributedYear.Of));

        if (ledger.Where(month => month.Employer is not null).MaxBy(month => month.Month) is not { } last)
            yield break;
        var isStillEmployed = last.Month >= windowStart && !ledger.Any(month => month.Month > last.Month);
        yield return Known("lastEmployerCode", last.Employer!);
        yield return Known("lastEmployer", last.EmployerName!);
        yield return Known("lastEmployerInDistrict", last.Region == district);
        yield return Known("lostJobWithCityEmployer", !isStillEmployed && last.Region!.StartsWith(city));
        if (!isStillEmployed)
            yield return Known("lastEmployerUntil", last.Month.AddMonths(1).AddDays(-1));
        yield return Known("monthsInsuredAtLastEmployer", ledger.Count(month => month.Employer == last.Employer && month.Pension));

        (string, Fact) Known<T>(string name, T value) =>
            (name, new Fact { Value = JsonSerializer.SerializeToElement(value, HallJson.Options), Source = newest.Source, AsOf = newest.AsOf });
    }
}

/// <summary>What the ledger holds of a person for one year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Months">Months of pension insurance.</param>
/// <param name="Base">Mean base in yuan a month, to the cent.</param>
/// <param name="Payer">The employer that paid last, none where the person paid for themselves.</param>
internal sealed record ContributedYear(int Year, int Months, decimal Base, string? Payer)
{
    public static ContributedYear Of(IGrouping<int, LedgerMonth> year) => new(
        year.Key, year.Count(), Math.Round(year.Average(month => month.Base), 2), year.MaxBy(month => month.Month)!.EmployerName);
}
