using System.Text.Json;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>A fact that is not what it was a year before.</summary>
/// <param name="Fact">Its name.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Before">Its value then; none where it was not known.</param>
/// <param name="Now">Its value now; none where it is not known.</param>
internal sealed record FactChange(string Fact, Text? Label, JsonElement? Before, JsonElement? Now);

/// <summary>Compares two documents of frozen facts by their values; who stated them and as of when does not count.</summary>
internal static class FactChanges
{
    // These belong to the application and not to the person.
    private static readonly HashSet<string> _ofTheApplication = [FactList.AppliedOn.Name, FactList.ReceivingOffice.Name];

    /// <summary>What differs, in the order of the fact list.</summary>
    /// <param name="labels">What facts are called, by name; none where the policy is gone.</param>
    /// <param name="before">The facts then.</param>
    /// <param name="now">The facts now.</param>
    public static IReadOnlyList<FactChange> Between(IReadOnlyDictionary<string, Text>? labels, JsonElement before, JsonElement now)
    {
        var changes = new List<FactChange>();
        foreach (var name in FactList.All.Select(key => key.Name).Where(name => !_ofTheApplication.Contains(name)))
        {
            var (then, today) = (ValueIn(before, name), ValueIn(now, name));
            if (then is { } one && today is { } other ? !JsonElement.DeepEquals(one, other) : then.HasValue != today.HasValue)
                changes.Add(new FactChange(name, labels?.GetValueOrDefault(name), then, today));
        }

        return changes;
    }

    // As FactsDocument reads them: plain, or with who states them.
    private static JsonElement? ValueIn(JsonElement facts, string name) =>
        !facts.TryGetProperty(name, out var stated) ? null
        : stated.ValueKind != JsonValueKind.Object ? stated
        : stated.TryGetProperty("value", out var value) ? value
        : null;
}
