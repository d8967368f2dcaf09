using Wenden.Forms.Templates;
using YamlDotNet.Serialization;

namespace Wenden.Forms.Tests.Templates;

public sealed class TemplateSetTests : IDisposable
{
    private const string Good =
        """
        name: sample
        version: 1
        effectiveFrom: 2019-01-01
        title: 示例
        columns: [30, 60]
        rows:
          - height: 10
            cells:
              - { label: 姓名 }
              - { fact: name }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("templates").FullName;

    public TemplateSetTests() => File.Copy(Path.Combine(AppContext.BaseDirectory, "Templates", "bindable.yaml"), Path.Combine(_folder, "bindable.yaml"));

    [Fact]
    public void Accepts_a_template() => Load(Good).All.ShouldHaveSingleItem().Title.ShouldBe("示例");

    [Theory]
    [InlineData("fact: name", "fact: nam", ":10: nam is not in the list of facts")]
    [InlineData("fact: name", "case: name", ":10: name is not in the list of case values")]
    [InlineData("fact: name", "fact: name, colour: red", ":10: unknown word colour")]
    [InlineData("fact: name", "fact: name, label: x", ":10: a cell is one of")]
    [InlineData("fact: name", "typed: name", ":10: name is not in the list of typed values")]
    [InlineData("fact: name", "qr: name", ":10: name is not in the list of case values")]
    [InlineData("fact: name", "column: year", ":10: year is no column of a row that repeats")]
    [InlineData("fact: name", "fact: contributionsByYear", ":10: contributionsByYear is rows")]
    [InlineData("- height: 10", "- height: 10\n    repeat: name\n    least: 3", ":7: name is not in the list of values that have rows")]
    [InlineData("- height: 10", "- height: 10\n    repeat: contributionsByYear\n    least: 0", ":9: least wants a whole number from 1")]
    [InlineData("title: 示例", "title: 示例\nfor: caseId", ":1: for: caseId is not in the list of facts")]
    [InlineData("fact: name", "fact: name, span: 2", ":7: the cells span 3 columns of 2")]
    [InlineData("fact: name", "fact: name, align: right", ":10: align wants left or centre")]
    [InlineData("fact: name", "choices: [{ label: 是, fact: disabled, is: perhaps }]", ":10: disabled is never perhaps")]
    [InlineData("fact: name", "choices: [{ label: 一个非常非常非常非常非常非常非常非常长的选项, fact: disabled }]", "does not fit")]
    [InlineData("[30, 60]", "[90, 91]", ":1: the columns are 181 mm wide")]
    [InlineData("[30, 60]", "[30, sixty]", ":5: columns wants numbers")]
    [InlineData("height: 10", "height: -1", ":7: height wants a number from 5 to 200")]
    [InlineData("height: 10", "height: 200\n    framed: maybe", ":8: framed wants true or false")]
    [InlineData("2019-01-01", "2019-02-30", ":3: effectiveFrom wants a day")]
    [InlineData("version: 1", "version: 0", ":2: version wants a whole number")]
    [InlineData("title: 示例", "titel: 示例", ":4: unknown word titel")]
    [InlineData("title: 示例", "title: 示例☑", "the font has no ☑")]
    [InlineData("name: sample", "name: [", "sample.yaml:")]
    public void Rejects_what_is_wrong_and_says_where(string good, string bad, string error) =>
        Should.Throw<InvalidTemplatesException>(() => Load(Good.Replace(good, bad))).Errors.ShouldContain(one => one.Contains(error));

    [Theory]
    [InlineData("fact: name", "typed: projectName")]
    [InlineData("fact: name", "qr: formId")]
    [InlineData("fact: name", "seal: 单位（盖章）")]
    [InlineData("title: 示例", "title: 示例\nfor: retiresOn")]
    [InlineData("- { fact: name }", "- { column: year }", "- height: 10", "- height: 10\n    repeat: contributionsByYear\n    least: 3")]
    public void Accepts_what_the_language_has(params string[] changes)
    {
        var yaml = changes.Chunk(2).Aggregate(Good, (text, change) => text.Replace(change[0], change[1]));

        Load(yaml).All.ShouldHaveSingleItem();
    }

    [Fact]
    public void All_errors_of_all_files_are_told_at_once()
    {
        File.WriteAllText(Path.Combine(_folder, "other.yaml"), Good.Replace("fact: name", "fact: height").Replace("title: 示例", ""));

        var errors = Should.Throw<InvalidTemplatesException>(() => Load(Good.Replace("fact: name", "fact: weight").Replace("[30, 60]", "[300, 60]"))).Errors;

        errors.ShouldContain(one => one.StartsWith("other.yaml") && one.Contains("height"));
        errors.ShouldContain(one => one.StartsWith("other.yaml") && one.Contains("title"));
        errors.ShouldContain(one => one.StartsWith("sample.yaml") && one.Contains("weight"));
        errors.ShouldContain(one => one.StartsWith("sample.yaml") && one.Contains("columns"));
    }

    [Fact]
    public void The_same_version_twice_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder, "again.yaml"), Good);

        Should.Throw<InvalidTemplatesException>(() => Load(Good)).Message.ShouldContain("sample: version 1 is there 2 times");
    }

    [Fact]
    public void A_missing_list_of_bindable_values_is_an_error()
    {
        File.Delete(Path.Combine(_folder, "bindable.yaml"));

        Should.Throw<InvalidTemplatesException>(() => Load(Good)).Errors.ShouldContain("bindable.yaml: not found");
    }

    [Fact]
    public void The_version_in_force_on_a_day_is_used()
    {
        File.WriteAllText(Path.Combine(_folder, "later.yaml"), Good.Replace("version: 1", "version: 2").Replace("2019-01-01", "2020-06-01"));

        var templates = Load(Good);

        templates.InForce("sample", new DateOnly(2018, 12, 31)).ShouldBeNull();
        templates.InForce("sample", new DateOnly(2019, 1, 1))!.Version.ShouldBe(1);
        templates.InForce("sample", new DateOnly(2020, 5, 31))!.Version.ShouldBe(1);
        templates.InForce("sample", new DateOnly(2020, 6, 1))!.Version.ShouldBe(2);
        templates.InForce("other", new DateOnly(2020, 6, 1)).ShouldBeNull();
        templates.Version("sample", 1)!.EffectiveFrom.ShouldBe(new DateOnly(2019, 1, 1));
    }

    [Fact]
    public void Facts_that_can_be_bound_are_the_registrys_own()
    {
        var file = Path.Combine(RepositoryRoot(), "services/Registry/Persons/facts.yaml");
        var registry = new DeserializerBuilder().Build().Deserialize<List<Dictionary<string, object>>>(File.ReadAllText(file))
            .ToDictionary(fact => (string)fact["name"]);

        foreach (var (name, value) in Samples.Templates.Bindable.Where(one => one.Value.Origin == ValueOrigin.Fact))
        {
            registry.ShouldContainKey(name);
            registry[name]["type"].ShouldBe(value.Kind.ToString().ToLowerInvariant(), name);
            if (value.Values.Count > 0)
                ((Dictionary<object, object>)registry[name]["values"]).Keys.ShouldBe(value.Values.Keys, ignoreOrder: true);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TemplateSet Load(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "sample.yaml"), yaml);
        return TemplateSet.Load(_folder, Samples.Font);
    }

    private static string RepositoryRoot([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
