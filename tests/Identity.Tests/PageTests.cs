using System.Collections;
using System.Globalization;
using System.Net;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Localization;
using Wenden.Identity.Pages;

namespace Wenden.Identity.Tests;

public sealed partial class PageTests(IdentityHall hall)
{
    public static readonly TheoryData<string> Pages = ["sign-in", "citizen", "signed-out", "error?code=invalid_request"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Pages_run_no_script_and_are_neither_framed_nor_kept(string path)
    {
        using var browser = new Browser(hall);

        var shown = await browser.OpenAsync(path);

        var policy = shown.Answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        shown.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        shown.Page!.QuerySelectorAll("script, style, [style], [onclick]").ShouldBeEmpty();
        shown.Page.QuerySelectorAll("input:not([type=hidden])").ShouldAllBe(input => shown.Page.QuerySelector($"label[for={input.Id}]") != null);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Pages_speak_the_askers_language_and_keep_the_one_chosen(string path)
    {
        using var browser = new Browser(hall, language: "en-GB,en;q=0.9");
        var next = path.Contains('?') ? '&' : '?';

        var english = await browser.OpenAsync(path);
        var chinese = await browser.OpenAsync($"{path}{next}culture=zh");
        var kept = await browser.OpenAsync(path);

        Chinese().IsMatch(english.Page!.QuerySelector("main")!.TextContent).ShouldBeFalse(english.Page.QuerySelector("main")!.TextContent);
        chinese.Page!.QuerySelector("h1")!.TextContent.ShouldBe(kept.Page!.QuerySelector("h1")!.TextContent);
        Chinese().IsMatch(kept.Page.QuerySelector("h1")!.TextContent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_language_chosen_at_the_portal_holds_here_and_back()
    {
        using var browser = new Browser(hall);
        var portal = new Uri(new Uri(IdentityHall.Issuer), "/");
        browser.Cookies.Add(portal, new Cookie(CookieRequestCultureProvider.DefaultCookieName, "c%3Den%7Cuic%3Den", "/"));

        var english = await browser.OpenAsync("sign-in");
        var chinese = await browser.OpenAsync("sign-in?culture=zh");

        Chinese().IsMatch(english.Page!.QuerySelector("h1")!.TextContent).ShouldBeFalse();
        Chinese().IsMatch(chinese.Page!.QuerySelector("h1")!.TextContent).ShouldBeTrue();
        browser.Cookies.GetCookies(portal)[CookieRequestCultureProvider.DefaultCookieName]!.Value.ShouldBe("c%3Dzh%7Cuic%3Dzh");
    }

    [Theory]
    [InlineData("Wenden.Identity.Pages.Texts")]
    [InlineData("Wenden.Identity.Resources.Problems")]
    public void Every_text_is_there_in_both_languages(string name)
    {
        var texts = new ResourceManager(name, typeof(Texts).Assembly);

        Keys(texts, new CultureInfo("en")).ShouldBe(Keys(texts, CultureInfo.InvariantCulture), ignoreOrder: true);
    }

    [Fact]
    public void Every_text_that_is_asked_for_is_there()
    {
        var known = Keys(new ResourceManager("Wenden.Identity.Pages.Texts", typeof(Texts).Assembly), CultureInfo.InvariantCulture).ToHashSet();
        var folder = Path.Combine(ThisFolder(), "..", "..", "services", "Identity", "Pages");

        var asked = Directory.EnumerateFiles(folder, "*.cs*")
            .SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value))
            .ToHashSet();

        asked.Count.ShouldBeGreaterThan(30);
        asked.Except(known).ShouldBeEmpty();
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static IEnumerable<string> Keys(ResourceManager texts, CultureInfo culture) =>
        texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key);

    [GeneratedRegex("""(?:Text\[|texts\[|Refuse\()"(?<key>[a-z.-]+)["]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chinese();
}
