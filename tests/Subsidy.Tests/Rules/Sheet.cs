using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules;

/// <summary>Facts by name, as JSON text; a name that is absent is a missing fact.</summary>
public sealed record Sheet(IReadOnlyDictionary<string, string> Values)
{
    internal Facts Facts => FactsDocument.Read(JsonElement.Parse($"{{{string.Join(',', Values.Select(v => $"\"{v.Key}\":{v.Value}"))}}}")).Facts;

    public IEnumerable<string> Missing => FactDomains.All.Keys.Where(name => !Values.ContainsKey(name));

    public Sheet With(string name, string value) => new(new Dictionary<string, string>(Values) { [name] = value });

    public IEnumerable<Sheet> Completions() =>
        Missing.Aggregate(
            (IEnumerable<Sheet>)[this], (sheets, name) => sheets.SelectMany(sheet => FactDomains.All[name].Select(value => sheet.With(name, value))));

    public override string ToString() => JsonSerializer.Serialize(Values);
}

/// <summary>For every fact the values that the rules of 2019 tell apart; the first makes for an eligible person.</summary>
internal static class FactDomains
{
    public static readonly Dictionary<string, string[]> All = FactList.All.ToDictionary(key => key.Name, Of);

    private static string[] Of(FactKey key) => key.Name switch
    {
        "appliedOn" => ["\"2019-10-21\"", "\"2019-10-14\"", "\"2019-10-15\"", "\"2019-11-08\"", "\"2019-11-09\""],
        "sex" => ["\"F\"", "\"M\""],
        "birthDate" =>
        [
            "\"1974-06-15\"", "\"2003-11-09\"", "\"2003-10-21\"", "\"1979-01-01\"", "\"1978-12-31\"", "\"1969-01-01\"", "\"1968-12-31\"", "\"1964-11-09\"",
            "\"1964-10-22\"", "\"1964-10-15\"", "\"1959-11-09\"", "\"1959-10-22\"", "\"1959-10-15\"",
        ],
        "monthsInsuredAtLastEmployer" => ["12", "11"],
        "unjustifiedJobRefusals" => ["2", "3"],
        "minorChildBirthDates" => ["[]", "[\"2000-12-31\"]", "[\"2001-01-01\"]"],
        "householdRegistration" => ["\"wendeng\"", "\"weihai\"", "\"elsewhere\""],
        "receivingOffice" => ["\"townOffice\"", "\"districtHall\""],
        "ableToWork" or "seeksWork" or "unemploymentRegisteredInWeihai" or "flexiblyEmployed" or "fileInCustody" or "paysPension" or "paysMedical"
            or "lostJobWithCityEmployer" or "lastEmployerInDistrict" => ["true", "false"],
        _ => ["false", "true"],
    };
}

/// <summary>Sheets near an eligible person, with some facts changed and some missing.</summary>
public static class Sheets
{
    private const int MostCompletions = 1_000;

    public static Arbitrary<Sheet> Any() => Arb.From(Generator(missing: 2));

    public static Arbitrary<Complete> Full() => Arb.From(Generator(missing: 0).Select(sheet => new Complete(sheet)));

    private static Gen<Sheet> Generator(int missing) =>
        Gen.CollectToArray(FactDomains.All.Select(domain => Value(domain.Key, domain.Value, missing)))
            .Select(values => new Sheet(values.OfType<KeyValuePair<string, string>>().ToDictionary()))
            .Where(sheet => sheet.Missing.Aggregate(1, (product, name) => product * FactDomains.All[name].Length) <= MostCompletions);

    private static Gen<KeyValuePair<string, string>?> Value(string name, string[] domain, int missing) =>
        Gen.Frequency(
            (16, Gen.Constant<KeyValuePair<string, string>?>(new(name, domain[0]))),
            (2, Gen.Elements(domain).Select(value => (KeyValuePair<string, string>?)new(name, value))),
            (missing, Gen.Constant<KeyValuePair<string, string>?>(null)));
}

/// <summary>A sheet without missing facts.</summary>
public sealed record Complete(Sheet Sheet)
{
    public override string ToString() => $"{Sheet}";
}
