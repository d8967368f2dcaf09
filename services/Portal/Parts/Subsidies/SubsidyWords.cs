using System.Text.Json;
using Microsoft.Extensions.Localization;
using Wenden.Portal.Pages;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Parts.Subsidies;

/// <summary>What the codes of the subsidy are called. A code of a later release has no text yet and stands for itself.</summary>
internal static class SubsidyWords
{
    private const string System = "system";

    public static string Rule(IStringLocalizer<Texts> text, string code) => Known(text[$"subsidy.rule.{code}"], code);

    public static string State(IStringLocalizer<Texts> text, string state) => Known(text[$"subsidy.state.{state}"], state);

    public static string Step(IStringLocalizer<Texts> text, string what) => Known(text[$"subsidy.what.{what}"], what);

    public static string By(IStringLocalizer<Texts> text, string account) => account == System ? text["subsidy.system"] : account;

    /// <summary>An obstacle of the work list: a code, or its words.</summary>
    public static string Obstacle(IStringLocalizer<Texts> text, JsonElement obstacle) => obstacle.ValueKind == JsonValueKind.Object
        ? obstacle.Deserialize<CodeInWords>(HallJson.Options)!.Shown
        : Rule(text, $"{obstacle}");

    /// <summary>What a fact is called; the day and the office of the application are on no list of the registry.</summary>
    public static string Fact(IStringLocalizer<Texts> text, IReadOnlyList<FactName> names, string fact) =>
        names.FirstOrDefault(name => name.Name == fact)?.Shown ?? Known(text[$"subsidy.fact.{fact}"], fact);

    public static string Value(IStringLocalizer<Texts> text, IReadOnlyList<FactName> names, string fact, JsonElement value) =>
        names.FirstOrDefault(name => name.Name == fact) is { Values: not null } name ? Shown.Value(text, name, value) : Known(text[$"subsidy.value.{value}"], Shown.Value(text, value));

    /// <summary>Why a step was taken. The rules say it in codes and names of facts.</summary>
    public static string Why(IStringLocalizer<Texts> text, IReadOnlyList<FactName> names, ApplicationFile.Step step) => step switch
    {
        { Why: null } => "",
        { By: System, What: "facts-missing" } => string.Join(text["list.comma"], step.Why.Split(", ").Select(fact => Fact(text, names, fact))),
        { By: System } => string.Join(text["list.comma"], step.Why.Split(", ").Select(code => Rule(text, code))),
        _ => step.Why,
    };

    private static string Known(LocalizedString found, string otherwise) => found.ResourceNotFound ? otherwise : found;
}
