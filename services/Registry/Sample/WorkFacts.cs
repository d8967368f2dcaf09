using System.Globalization;
using System.Text.Json;

namespace Wenden.Registry.Sample;

/// <summary>What the employment service and other authorities know of a person without a job. Some facts stay unknown, as they do.</summary>
internal static class WorkFacts
{
    private const int KnownPercent = 96;

    public static Dictionary<string, JsonElement> Of(Dice dice, bool isFlexible, bool isMale)
    {
        var facts = new Dictionary<string, JsonElement>
        {
            ["unemployedSince"] = Day(District.AsOf.AddDays(-dice.Between(30, 1500))),
            ["unemploymentCertificate"] = JsonSerializer.SerializeToElement($"371003{dice.Below(1_000_000_000):0000000000}"),
            ["occupation"] = JsonSerializer.SerializeToElement(isMale ? "机械操作工" : "缝纫工"),
        };
        Add(facts, dice, "ableToWork", 97);
        Add(facts, dice, "seeksWork", 92);
        Add(facts, dice, "unemploymentRegisteredInWeihai", 95);
        Add(facts, dice, "flexiblyEmployed", isFlexible ? 97 : 5);
        Add(facts, dice, "fileInCustody", isFlexible ? 88 : 50);
        Add(facts, dice, "usedFullSupportRound", 6);
        Add(facts, dice, "drewUnemploymentBenefitInYear", 8);
        Add(facts, dice, "relationKeptByAgreement", 2);
        Add(facts, dice, "refusesOtherServices", 2);
        Add(facts, dice, "endedJobRequest", 3);
        if (dice.Chance(KnownPercent))
            facts["unjustifiedJobRefusals"] = JsonSerializer.SerializeToElement(dice.Chance(90) ? 0 : dice.Between(1, 4));
        return facts;
    }

    public static Dictionary<string, JsonElement> Shared(Dice dice, DateOnly birthDate)
    {
        var facts = new Dictionary<string, JsonElement>();
        Add(facts, dice, "disabled", 5);
        Add(facts, dice, "blacklisted", 1);
        Add(facts, dice, "traderOrCompanyRoleInYear", 6);
        Add(facts, dice, "nonEnterpriseRoleInYear", 1);
        Add(facts, dice, "lawFirmRoleInYear", 0);
        Add(facts, dice, "singleParent", 7);
        if (facts.GetValueOrDefault("singleParent").ValueKind == JsonValueKind.True)
        {
            var child = Earlier(birthDate.AddYears(24), District.AsOf).AddDays(-dice.Below(300));
            facts["minorChildBirthDates"] = JsonSerializer.SerializeToElement(new[] { Day(child) });
        }

        // At least one member, or there would be no statement.
        facts.TryAdd("blacklisted", JsonSerializer.SerializeToElement(false));
        return facts;
    }

    private static void Add(Dictionary<string, JsonElement> facts, Dice dice, string name, int truePercent)
    {
        if (dice.Chance(KnownPercent))
            facts[name] = JsonSerializer.SerializeToElement(dice.Chance(truePercent));
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static JsonElement Day(DateOnly day) => JsonSerializer.SerializeToElement(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
