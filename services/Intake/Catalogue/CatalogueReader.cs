using System.Text.RegularExpressions;

namespace Wenden.Intake.Catalogue;

/// <summary>Reads one catalogue file and checks it; every error is noted, with its line.</summary>
internal static partial class CatalogueReader
{
    private static readonly string[] _sources = ["published", "compiled", "seed"];

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
            Materials = ReadNames(root, "materials"),
            Items = [],
        };
        var items = new List<ServiceItem>();
        foreach (var section in root.Sections("items"))
        {
            var item = ReadItem(section);
            Check(item, catalogue, items, section);
            items.Add(item);
        }

        var expect = root.Section("expect");
        Expect(expect, "items", items.Count);
        Expect(expect, "instant", items.Count(item => item.Instant));
        expect.Close();
        root.Close();
        return catalogue with { Items = [.. items.OrderBy(item => item.Number)] };
    }

    private static ServiceItem ReadItem(YamlSection section)
    {
        var item = new ServiceItem
        {
            Code = section.Text("code"),
            Number = section.Number("number"),
            Name = section.Text("name"),
            NameEn = section.Text("nameEn"),
            Group = section.Text("group"),
            Audience = section.OneOf<Audience>("audience"),
            Zone = section.Text("zone"),
            Instant = section.Flag("instant"),
            PromisedDays = section.Number("promisedDays"),
            FollowUp = section.OneOf<FollowUp>("followUp"),
            Sourced = section.Text("sourced"),
            Forms = section.Texts("forms"),
            Materials = section.Texts("materials"),
        };
        section.Close();
        return item;
    }

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

    private static void Expect(YamlSection expect, string what, int found)
    {
        var wanted = expect.Number(what);
        if (wanted != found)
            expect.Complain($"{wanted} {what} are expected, {found} are there");
    }

    private static Dictionary<string, Names> ReadNames(YamlSection root, string key)
    {
        var names = new Dictionary<string, Names>();
        foreach (var (code, section) in root.Named(key))
        {
            names[code] = new Names(section.Text("name"), section.Text("nameEn"));
            section.Close();
        }

        return names;
    }

    [GeneratedRegex("^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Code();
}
