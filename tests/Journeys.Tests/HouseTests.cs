using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using MassTransit;
using Wenden.Contracts;

namespace Wenden.Journeys.Tests;

/// <summary>What holds for all services together.</summary>
public sealed partial class HouseTests
{
    private static readonly Assembly[] _services =
        [.. Hall.Services.Concat(["portal", "identity"]).Select(name => Assembly.Load($"Wenden.{char.ToUpperInvariant(name[0])}{name[1..]}"))];

    [Fact]
    public void Every_event_has_a_subscriber()
    {
        var taken = _services.SelectMany(service => service.GetTypes())
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(type => type.GetGenericArguments()[0])
            .ToHashSet();

        var published = SourceFiles("services").SelectMany(file => Publishes().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        var events = typeof(Hall).Assembly.GetTypes().Where(type => published.Contains(type.Name)).ToList();

        published.Count.ShouldBeGreaterThan(8);
        events.Select(type => type.Name).ShouldBe(published, ignoreOrder: true);
        events.Where(type => !taken.Contains(type)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_problem_has_a_text_in_both_languages()
    {
        foreach (var service in _services.Append(typeof(ServiceDefaults.ServiceDefaultsExtensions).Assembly))
        {
            if (!service.GetManifestResourceNames().Any(name => name.EndsWith("Resources.Problems.resources")))
                continue;
            var texts = new ResourceManager($"{service.GetName().Name}.Resources.Problems", service);
            var chinese = Keys(texts, CultureInfo.InvariantCulture);
            Keys(texts, new CultureInfo("en")).ShouldBe(chinese, ignoreOrder: true, service.GetName().Name);
        }
    }

    [Fact]
    public void Every_problem_code_in_the_code_has_a_text()
    {
        foreach (var name in Hall.Services.Append("identity"))
        {
            var project = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
            var known = Keys(new ResourceManager($"Wenden.{project}.Resources.Problems", Assembly.Load($"Wenden.{project}")), CultureInfo.InvariantCulture)
                .Union(Keys(new ResourceManager("Wenden.ServiceDefaults.Resources.Problems", typeof(ServiceDefaults.ServiceDefaultsExtensions).Assembly), CultureInfo.InvariantCulture))
                .ToHashSet();
            var used = SourceFiles($"services/{project}").SelectMany(file => Codes().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

            used.ShouldNotBeEmpty();
            used.Except(known).ShouldBeEmpty(project);
        }
    }

    private static IEnumerable<string> Keys(ResourceManager texts, CultureInfo culture) =>
        texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(entry => (string)entry.Key);

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(new PlainHost.Halls.HallOptions().Root, folder), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"\.Publish\(\s*new (\w+)")]
    private static partial Regex Publishes();

    [GeneratedRegex(@"Problem\.(?:Invalid|NotFound|Conflict|Forbidden)\(\s*""([a-z0-9.-]+)""")]
    private static partial Regex Codes();
}
