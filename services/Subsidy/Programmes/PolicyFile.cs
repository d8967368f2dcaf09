using System.Security.Cryptography;
using System.Text;
using Wenden.Subsidy.Rules;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wenden.Subsidy.Programmes;

/// <summary>Reads and checks a policy file. A file with errors gives no policy, and all its errors.</summary>
internal static class PolicyFile
{
    public static (Policy? Policy, IReadOnlyList<string> Errors) Read(string yaml)
    {
        var errors = new List<string>();
        YamlNode? root;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            root = stream.Documents.Count == 1 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException exception)
        {
            return (null, [$"line {exception.Start.Line}: {exception.Message}"]);
        }

        if (root is null)
            return (null, ["the file has to hold one document"]);

        var file = new YamlSection(root, "", errors);
        var policy = ReadPolicy(file) with { Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml))) };
        file.RejectUnknown();
        if (errors.Count == 0)
            errors.AddRange(PolicyChecks.Of(policy));
        return errors.Count == 0 ? (policy, []) : (null, errors);
    }

    private static Policy ReadPolicy(YamlSection file)
    {
        var window = file.Section("window");
        var amounts = file.Section("amounts");
        var limits = file.Section("limits");
        var materials = file.Section("materials");
        var rules = file.Section("rules");
        var missing = file.Words("missing");
        return new Policy
        {
            Programme = file.Text("programme"),
            Year = file.Whole("year", least: 2000),
            Title = file.Words("title"),
            Source = file.Text("source"),
            Window = new PolicyWindow(window.Day("from"), window.Day("to"), window.Text("clause")),
            Amounts = new PolicyAmounts(amounts.Money("full"), amounts.Money("pensionOnly"), amounts.Text("clause")),
            Ages = ReadAges(file.Section("ages")),
            MinimumMonthsAtLastEmployer = limits.Whole("minimumMonthsAtLastEmployer", least: 1),
            ExcludingRefusals = limits.Whole("excludingRefusals", least: 1),
            Materials = [.. materials.Keys.Select(code => new PolicyMaterial(code, materials.Words(code)))],
            Places = ReadPlaces(file.Section("places")),
            DistrictHallSites = file.Texts("districtHallSites"),
            Rules = RuleCodes.All.ToDictionary(code => code, code => ReadRule(rules, code, missing)),
            FactLabels = ReadLabels(file.Section("facts"), FactList.All.Select(key => key.Name)),
            Words = ReadLabels(file.Section("words"), ValueWords.All),
            Fingerprint = "",
        };
    }

    private static PolicyAges ReadAges(YamlSection ages) =>
        new(
            ages.Day("referenceDay"),
            ages.Whole("minimumWorking", least: 1),
            ReadBySex(ages.Section("retirement")),
            ReadBySex(ages.Section("group")),
            ages.Whole("majorityAt", least: 1));

    private static Dictionary<Sex, int> ReadBySex(YamlSection section) =>
        Enum.GetValues<Sex>().ToDictionary(sex => sex, sex => section.Whole(sex.ToString(), least: 1));

    private static Dictionary<HouseholdRegistration, PolicyPlace> ReadPlaces(YamlSection places) =>
        new()
        {
            [HouseholdRegistration.Wendeng] = ReadPlace(places.Section("wendeng")),
            [HouseholdRegistration.Weihai] = ReadPlace(places.Section("weihai")),
            [HouseholdRegistration.Elsewhere] = ReadPlace(places.Section("elsewhere")),
        };

    private static PolicyPlace ReadPlace(YamlSection place)
    {
        var offices = new List<Office>();
        foreach (var name in place.Texts("offices"))
        {
            if (name == ValueWords.Of(Office.TownOffice))
                offices.Add(Office.TownOffice);
            else if (name == ValueWords.Of(Office.DistrictHall))
                offices.Add(Office.DistrictHall);
            else
                place.Fault($"office {name} is unknown");
        }

        return new PolicyPlace(offices, place.Words("name"), place.Text("clause"));
    }

    private static PolicyRule ReadRule(YamlSection rules, string code, Text missing)
    {
        var rule = rules.Section(code);
        return new PolicyRule(
            code,
            rule.Text("clause"),
            rule.OptionalText("reading"),
            new Template(rule.Words("holds")),
            new Template(rule.Words("fails")),
            new Template(rule.Has("missing") ? rule.Words("missing") : missing));
    }

    private static Dictionary<string, Text> ReadLabels(YamlSection section, IEnumerable<string> names) =>
        names.ToDictionary(name => name, section.Words);
}
