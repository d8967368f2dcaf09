using System.Text.RegularExpressions;
using Wenden.DataFiles;

namespace Wenden.Intake.Catalogue;

/// <summary>Reads one catalogue file and checks it; every error is noted, with its line.</summary>
internal static partial class CatalogueReader
{
    private static readonly string[] _sources = ["published", "compiled", "seed"];

    private static readonly Dictionary<string, Proof> _proofs = Enum.GetValues<Proof>().ToDictionary(way => way.ToString().ToLowerInvariant());

    /// <summary>The catalogue as far as it can be read; worth something only if no error was added.</summary>
    public static ItemCatalogue? Read(string file, string yaml, List<string> errors)
    {
        if (YamlSection.Parse(file, yaml, errors) is not { } root)
            return null;

        var catalogue = new ItemCatalogue
        {
            EffectiveFrom = root.Day("effectiveFrom"),
            Source = root.Text("source"),
            Zones = ReadNames(root, "zones"),
            Groups = ReadNames(root, "groups"),
            Materials = ReadMaterials(root),
            Authorisation = root.Text("authorisation"),
            Items = [],
        };
        if (!catalogue.Materials.ContainsKey(catalogue.Authorisation))
            root.Complain($"unknown material {catalogue.Authorisation} as authorisation");
        var items = new List<ServiceItem>();
        foreach (var section in root.Sections("items"))
        {
            var item = ReadItem(section);
            Check(item, catalogue, items, section);
            items.Add(item);
        }

        CheckChains(items, root);
        var expect = root.Section("expect");
        Expect(expect, "items", items.Count);
        Expect(expect, "instant", items.Count(item => item.Instant));
        root.Close();
        return catalogue with { Items = [.. items.OrderBy(item => item.Number)] };
    }

    private static ServiceItem ReadItem(YamlSection section) =>
        new()
        {
            Code = section.Text("code"),
            Number = section.Whole("number"),
            Name = section.Text("name"),
            NameEn = section.Text("nameEn"),
            Group = section.Text("group"),
            Audience = section.OneOf<Audience>("audience"),
            Zone = section.Text("zone"),
            Instant = section.Flag("instant"),
            PromisedDays = section.Whole("promisedDays"),
            FollowUp = section.OneOf<FollowUp>("followUp"),
            Sourced = section.Text("sourced"),
            Forms = section.Texts("forms"),
            Materials = section.Texts("materials"),
            Produces = section.TextsByKey("produces"),
            Uses = section.Has("uses") ? section.Texts("uses", least: 1) : [],
            Station = section.Flag("station", otherwise: false),
        };

    private static void Check(ServiceItem item, ItemCatalogue catalogue, List<ServiceItem> before, YamlSection section)
    {
        void Want(bool holds, string otherwise)
        {
            if (!holds)
                section.Complain($"{item.Code}: {otherwise}");
        }

        Want(Code().IsMatch(item.Code), "a code is lower-case words and digits joined by hyphens, 64 characters at most");
        Want(item.Number > 0, "numbers begin at 1");
        Want(before.TrueForAll(other => other.Code != item.Code), "the code is taken");
        Want(before.TrueForAll(other => other.Number != item.Number), $"the number {item.Number} is taken");
        Want(catalogue.Groups.ContainsKey(item.Group), $"unknown group {item.Group}");
        Want(catalogue.Zones.ContainsKey(item.Zone), $"unknown zone {item.Zone}");
        Want(_sources.Contains(item.Sourced), $"sourced wants one of {string.Join(", ", _sources)}");
        Want(item.Instant == (item.PromisedDays == 0), "an instant item promises 0 days, any other at least 1");
        Want(item.Forms.Distinct().Count() == item.Forms.Count, "a form stands twice");
        foreach (var material in item.Materials.Where(material => !catalogue.Materials.ContainsKey(material)))
            section.Complain($"{item.Code}: unknown material {material}");
    }

    // Whoever waits for another item must be able to: what is decided elsewhere, or on the spot after a review, could never be ended.
    private static void CheckChains(List<ServiceItem> items, YamlSection root)
    {
        foreach (var user in items)
        {
            if (user.Uses.Count > 0 && user.FollowUp != FollowUp.None)
                root.Complain($"{user.Code}: what another service decides cannot use what an item produces");
            foreach (var fact in user.Uses)
            {
                var producers = items.Where(item => item != user && item.Produces.ContainsKey(fact)).ToList();
                if (producers.Count == 0)
                    root.Complain($"{user.Code}: no other item produces {fact}");
                if (user.Instant && producers.Exists(item => !item.Instant))
                    root.Complain($"{user.Code}: is done on the spot, and uses what a reviewed item produces");
                if (producers.Exists(item => item.Uses.Count > 0))
                    root.Complain($"{user.Code}: uses what an item produces that uses another");
            }
        }
    }

    private static void Expect(YamlSection expect, string what, int found)
    {
        var wanted = expect.Whole(what);
        if (wanted != found)
            expect.Complain($"{wanted} {what} are expected, {found} are there");
    }

    private static Dictionary<string, Names> ReadNames(YamlSection root, string key) =>
        root.SectionsByKey(key).ToDictionary(named => named.Key, named => new Names(named.Section.Text("name"), named.Section.Text("nameEn")));

    private static Dictionary<string, Material> ReadMaterials(YamlSection root) =>
        root.SectionsByKey("materials").ToDictionary(named => named.Key, named => ReadMaterial(named.Section));

    private static Material ReadMaterial(YamlSection section)
    {
        var proof = section.Texts("proof", least: 1);
        var material = new Material
        {
            Name = section.Text("name"),
            NameEn = section.Text("nameEn"),
            Importance = section.OneOf<Importance>("importance"),
            Proof = [.. proof.Where(_proofs.ContainsKey).Select(way => _proofs[way])],
            Facts = section.Has("facts") ? section.Texts("facts", least: 1) : [],
            Commits = section.Has("commits") ? section.Text("commits") : null,
            ValidDays = section.Has("validDays") ? section.Whole("validDays", least: 1) : null,
            ValidMonths = section.Has("validMonths") ? section.Whole("validMonths", least: 1) : null,
        };
        if (!proof.All(_proofs.ContainsKey) || proof.Distinct().Count() < proof.Count)
            section.Complain($"proof wants some of {string.Join(", ", _proofs.Keys)}, each once");
        if (material.Proof.Contains(Proof.Data) != material.Facts.Count > 0)
            section.Complain("facts are named where data prove it, and only there");
        if (material.Proof.Contains(Proof.Commitment) != (material.Commits is not null))
            section.Complain("commits is said where a commitment can stand for it, and only there");
        if (material.Facts.Distinct().Count() < material.Facts.Count)
            section.Complain("a fact stands twice");
        if (material is { ValidDays: not null, ValidMonths: not null })
            section.Complain("validDays or validMonths, not both");
        return material;
    }

    [GeneratedRegex("^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Code();
}
