using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>What one source states.</summary>
internal sealed record Statement(string Source, DateOnly AsOf, IReadOnlyDictionary<string, JsonElement> Facts, bool Corrects = false);

/// <summary>The flags of the household a person belongs to.</summary>
internal sealed record HouseholdFlags(bool? ZeroEmployment, bool? MinimumLivingAllowance, bool? RegisteredPoor, string Source, DateOnly AsOf);

/// <summary>
/// The facts that hold for a person: of several sources the one with the newest as-of day. On the same day a derived fact stands above a stated
/// one, the household's row above the person's statement, and a correction above what other sources state.
/// </summary>
internal static class PersonFacts
{
    private const string ByNumber = "公民身份号码";

    public static SortedDictionary<string, Fact> Combine(
        IdentityNumber number,
        IReadOnlyList<Statement> statements,
        HouseholdFlags? household,
        IReadOnlyList<LedgerMonth> ledger,
        IReadOnlyList<BenefitRow> benefits,
        SiteList sites)
    {
        var facts = new SortedDictionary<string, Fact>(StringComparer.Ordinal);
        foreach (var statement in statements.OrderBy(statement => statement.AsOf).ThenBy(statement => statement.Corrects).ThenBy(statement => statement.Source, StringComparer.Ordinal))
        {
            foreach (var (name, value) in statement.Facts)
                facts[name] = new Fact { Value = value, Source = statement.Source, AsOf = statement.AsOf };
        }

        foreach (var (name, fact) in household is null ? [] : Flags(household))
            Overlay(facts, name, fact);
        foreach (var (name, fact) in LedgerFacts.Derive(ledger, sites.District, sites.City))
            Overlay(facts, name, fact);
        foreach (var (name, fact) in BenefitFacts.Derive(benefits))
            Overlay(facts, name, fact);
        if (facts.TryGetValue("townOffice", out var town) && sites.TownName(town.Value.GetString()!) is { } townName)
            Overlay(facts, "townOfficeName", town with { Value = JsonSerializer.SerializeToElement(townName) });

        // The number was seen by every source, so it is as fresh as the freshest of them; what it carries cannot go out of date.
        var seen = statements.Count == 0 ? number.BirthDate : statements.Max(statement => statement.AsOf);
        facts["idNumber"] = FromNumber(number.Text, seen);
        facts.TryAdd("sex", FromNumber(number.Sex, seen));
        facts.TryAdd("birthDate", FromNumber(number.BirthDate, seen));
        return facts;
    }

    private static Fact FromNumber<T>(T value, DateOnly asOf) => Stated(value, ByNumber, asOf);

    private static Fact Stated<T>(T value, string source, DateOnly asOf) =>
        new() { Value = JsonSerializer.SerializeToElement(value), Source = source, AsOf = asOf };

    private static void Overlay(SortedDictionary<string, Fact> facts, string name, Fact derived)
    {
        if (!facts.TryGetValue(name, out var stated) || derived.AsOf >= stated.AsOf)
            facts[name] = derived;
    }

    private static IEnumerable<(string Name, Fact Fact)> Flags(HouseholdFlags household)
    {
        (string Name, bool? Flag)[] flags =
        [
            ("zeroEmploymentHousehold", household.ZeroEmployment),
            ("minimumLivingAllowanceHousehold", household.MinimumLivingAllowance),
            ("registeredPoorHousehold", household.RegisteredPoor),
        ];
        return flags.Where(flag => flag.Flag is not null)
            .Select(flag => (flag.Name, Stated(flag.Flag!.Value, household.Source, household.AsOf)));
    }
}
