using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Programmes;

/// <summary>A year of a programme as anyone can read it: values, and each rule with its clause, its reading and what it looks at.</summary>
internal static class ShowProgramme
{
    public static void MapShowProgramme(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/programmes/{programme}/{year:int}", Handle)
            .AllowAnonymous();

    private static IResult Handle(string programme, int year, PolicyBook policies) =>
        policies.Find(programme, year) is { } policy ? TypedResults.Ok(Readable(policy)) : Problem.NotFound("programme.unknown", programme, year);

    internal static object Readable(Policy policy) => new
    {
        policy.Id,
        policy.Title,
        policy.Source,
        policy.Fingerprint,
        policy.Window,
        policy.Amounts,
        Ages = new
        {
            policy.Ages.ReferenceDay,
            policy.Ages.MinimumWorking,
            Retirement = BySex(policy.Ages.Retirement),
            Group = BySex(policy.Ages.Group),
            policy.Ages.MajorityAt,
        },
        Limits = new { policy.MinimumMonthsAtLastEmployer, policy.ExcludingRefusals },
        policy.Materials,
        Places = policy.Places.Select(place => new
        {
            HouseholdRegistration = place.Key,
            Offices = place.Value.Offices.Select(ValueWords.Of),
            place.Value.Name,
            place.Value.Clause,
        }),
        Rules = RuleCodes.All.Select(code => policy.Rules[code]).Select(rule => new
        {
            rule.Code,
            rule.Clause,
            rule.Reading,
            Facts = FactsOf(rule.Code),
            Holds = rule.Holds.Text,
            Fails = rule.Fails.Text,
        }),
        Facts = FactList.All.Select(key => new { key.Name, key.Expects, Label = policy.FactLabels[key.Name] }),
    };

    private static Dictionary<string, int> BySex(IReadOnlyDictionary<Sex, int> ages) =>
        ages.ToDictionary(age => age.Key.ToString(), age => age.Value);

    private static IEnumerable<string> FactsOf(string code) =>
        Law.ByCode[code].Leaves.SelectMany(leaf => leaf.Facts).Select(key => key.Name).Distinct();
}
