using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Wenden.Portal.Pages;

namespace Wenden.Portal.Tests.Pages;

public sealed partial class TextTests
{
    private static readonly string _source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../services/Portal"));

    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        var texts = new ResourceManager(typeof(Texts));

        Keys(texts, "en").ShouldBe(Keys(texts, ""), ignoreOrder: true);
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there()
    {
        var known = Keys(new ResourceManager(typeof(Texts)), "").ToHashSet();
        var files = Sources("*.razor").Concat(Sources("*.cs")).Select(File.ReadAllText).ToArray();

        var used = files.SelectMany(file => Used().Matches(file)).Select(match => match.Groups["key"].Value).Where(key => !key.Contains('{')).ToHashSet();
        // A key that is put together, such as desk.{role}, needs at least one text.
        var prefixes = files.SelectMany(file => Used().Matches(file)).Select(match => match.Groups["key"].Value)
            .Where(key => key.Contains('{')).Select(key => key[..key.IndexOf('{')]).ToHashSet();

        used.Count.ShouldBeGreaterThan(50);
        used.Except(known).ShouldBeEmpty();
        prefixes.Where(prefix => !known.Any(key => key.StartsWith(prefix))).ShouldBeEmpty();
        known.Where(key => !used.Contains(key) && !prefixes.Any(key.StartsWith) && !files.Any(file => file.Contains($"\"{key}\""))).ShouldBeEmpty("nobody shows these");
    }

    [Fact]
    public void Every_desk_has_a_name_and_a_sentence()
    {
        var known = Keys(new ResourceManager(typeof(Texts)), "").ToHashSet();

        foreach (var desk in Desk.All)
            new[] { $"desk.{desk.Role}", $"desk.{desk.Role}.help" }.ShouldBeSubsetOf(known);
    }

    [Fact]
    public void Every_form_has_a_name()
    {
        var known = Keys(new ResourceManager(typeof(Texts)), "").ToHashSet();
        var templates = Directory.GetFiles(Path.Combine(_source, "../Forms/Templates"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Except(["bindable"]).ToArray();

        templates.Length.ShouldBeGreaterThan(50);
        templates.Select(template => $"form.{template}").ShouldBeSubsetOf(known);
    }

    [Fact]
    public void No_text_stands_in_markup()
    {
        foreach (var file in Sources("*.razor"))
            LiteralsIn(File.ReadAllText(file)).ShouldBeEmpty(Path.GetFileName(file));
    }

    [Theory]
    [InlineData("<p>Hello</p>")]
    [InlineData("<p>你好</p>")]
    [InlineData("<p title=\"Hello\">@Text[\"a\"]</p>")]
    [InlineData("<p>@Text[\"a\"] and</p>")]
    public void A_text_in_markup_would_be_found(string markup) => LiteralsIn(markup).ShouldNotBeEmpty();

    private static List<string> LiteralsIn(string razor)
    {
        var markup = Code().Replace(Comment().Replace(razor, ""), "");
        markup = Directive().Replace(markup, "");
        var literals = Attribute().Matches(markup).Select(match => match.Value).Where(attribute => !attribute.Contains('@')).ToList();
        markup = Tag().Replace(markup, "\n");
        // What is left are Razor lines and texts; C# goes, line by line and expression by expression.
        markup = Statement().Replace(Expression().Replace(markup, ""), "");
        literals.AddRange(Letters().Matches(markup).Select(match => match.Value));
        return literals;
    }

    private static IEnumerable<string> Keys(ResourceManager texts, string culture) =>
        texts.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key);

    private static string Here([CallerFilePath] string path = "") => path;

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(_source, pattern, SearchOption.AllDirectories);

    [GeneratedRegex(@"(?:[Tt]ext)\[\$?""(?<key>[^""]+)""|Key=""(?<key>[a-z.-]+)""")]
    private static partial Regex Used();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@code\s*\{.*\z|^\s*@\{.*?^\s*\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^@(?:page|attribute|inject|using|inherits|implements|typeparam|layout|rendermode)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\b(?:title|alt|aria-label|placeholder|Label|HelperText|Title|Message|Empty)=""[^""]*\p{L}[^""]*""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"<[/!]?[A-Za-z](?:""(?:[^""]|(?<=\[)""|""(?=[\],]))*""|[^>""])*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"@(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[A-Za-z_][\w.!]*(?:\[(?:[^\[\]])*\]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\.\w+)*)")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^\s*(?:else\b.*|\(.*\)\s*|[{}])\s*$|\(.*\)\s*$", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Letters();
}
