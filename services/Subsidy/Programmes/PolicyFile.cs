using System.Security.Cryptography;
using System.Text;
using Wenden.DataFiles;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Programmes;

/// <summary>Reads and checks a policy file. A file with errors gives no policy, and all its errors.</summary>
internal static class PolicyFile
{
    /// <param name="file">What errors call it.</param>
    /// <param name="yaml">What it holds.</param>
    public static (Policy? Policy, IReadOnlyList<string> Errors) Read(string file, string yaml)
    {
        var errors = new List<string>();
        if (YamlSection.Parse(file, yaml, errors) is not { } root)
            return (null, errors);

        var policy = ReadPolicy(root) with { Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml))) };
        root.Close();
        if (errors.Count == 0)
            errors.AddRange(PolicyChecks.Of(policy).Select(fault => $"{file}: {fault}"));
        return errors.Count == 0 ? (policy, []) : (null, errors);
    }

    private static Policy ReadPolicy(YamlSection file)
    {
        var window = file.Section("window");
        var amounts = file.Section("amounts");
        var limits = file.Section("limits");
        var notice = file.Section("notice");
        var rules = file.Section("rules");
        var missing = Words(file.Section("missing"));
        return new Policy
        {
            Programme = file.Text("programme"),
            Year = file.Whole("year", least: 2000),
            Title = Words(file.Section("title")),
            Source = file.Text("source"),
            Window = new PolicyWindow(window.Day("from"), window.Day("to"), window.Text("clause")),
            Amounts = new PolicyAmounts(amounts.Money("full"), amounts.Money("pensionOnly"), amounts.Text("clause")),
            Ages = ReadAges(file.Section("ages")),
            Notice = new PolicyNotice(notice.Whole("days", least: 1), notice.Whole("objectionDays", least: 1), notice.Text("reading")),
            MinimumMonthsAtLastEmployer = limits.Whole("minimumMonthsAtLastEmployer", least: 1),
            ExcludingRefusals = limits.Whole("excludingRefusals", least: 1),
            Materials = [.. file.SectionsByKey("materials").Select(material => new PolicyMaterial(material.Key, Words(material.Section)))],
            Places = ReadPlaces(file.Section("places")),
            DistrictHallSites = file.Texts("districtHallSites", least: 1),
            MutuallyExclusive = file.Has("mutuallyExclusive") ? [.. file.Sections("mutuallyExclusive").Select(ReadExclusive)] : [],
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
        foreach (var name in place.Texts("offices", least: 1))
        {
            if (name == ValueWords.Of(Office.TownOffice))
                offices.Add(Office.TownOffice);
            else if (name == ValueWords.Of(Office.DistrictHall))
                offices.Add(Office.DistrictHall);
            else
                place.Complain($"office {name} is unknown");
        }

        return new PolicyPlace(offices, Words(place.Section("name")), place.Text("clause"));
    }

    private static PolicyExclusive ReadExclusive(YamlSection other) =>
        new(
            other.Text("programme"),
            Words(other.Section("name")),
            other.Has("clause") ? other.Text("clause") : null,
            other.Has("reading") ? other.Text("reading") : null);

    private static PolicyRule ReadRule(YamlSection rules, string code, Text missing)
    {
        var rule = rules.Section(code);
        return new PolicyRule(
            code,
            rule.Text("clause"),
            rule.Has("reading") ? rule.Text("reading") : null,
            new Template(Words(rule.Section("holds"))),
            new Template(Words(rule.Section("fails"))),
            new Template(rule.Has("missing") ? Words(rule.Section("missing")) : missing));
    }

    private static Dictionary<string, Text> ReadLabels(YamlSection section, IEnumerable<string> names) =>
        names.ToDictionary(name => name, name => Words(section.Section(name)));

    private static Text Words(YamlSection section) => new(section.Text("zh"), section.Text("en"));
}
