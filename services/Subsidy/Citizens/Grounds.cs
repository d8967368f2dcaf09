using System.Globalization;
using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Citizens;

/// <summary>
/// One thing that decided an application, in words: the code of a rule or one of <see cref="DecisionCodes"/>, and the sentence of the law where it is one of
/// the programme's rules.
/// </summary>
internal sealed record Ground(string Code, string? Clause, string Zh, string En);

/// <summary>A fact that something was decided on, as it was held then.</summary>
internal sealed record GroundFact(string Fact, string Value, string? Source, DateOnly? AsOf);

/// <summary>What decided an application, from what was frozen with the decision.</summary>
internal static class Grounds
{
    /// <summary>The code of an approval by three people against the rules.</summary>
    public const string Override = "V";

    // Two notes fill the page of a letter, which a cell of a form does not go beyond.
    private const int LongestNote = 1_900;

    public static IReadOnlyList<Ground> Of(DecidedApplication decided)
    {
        if (decided.DuplicateOf is not null)
            return [new Ground(DecisionCodes.Duplicate, null, "本人同一年度已有一份申请，以该申请为准。", "There is another application of the same year, which counts.")];
        if (decided is { IsRefused: false, OverrideNote: { } why })
            return [new Ground(Override, null, $"经初审、复核和第三人书面审批，同意补贴：{OneLine(why)}", $"Granted by three people in writing: {OneLine(why)}")];

        Ground[] grounds = [.. OfRules(decided), .. decided.Obstacles.Select(Obstacle)];
        return grounds.Length > 0 ? grounds : [OfReviews(decided)];
    }

    /// <summary>The facts that the deciding rules looked at, each once.</summary>
    public static IReadOnlyList<GroundFact> FactsOf(DecidedApplication decided, Policy policy) =>
    [
        .. Deciding(decided).SelectMany(reason => reason.Facts).DistinctBy(fact => fact.Fact)
            .Select(fact => new GroundFact(policy.FactLabels[fact.Fact].Zh, InWords(policy, (JsonElement)fact.Value), fact.Source, fact.AsOf)),
    ];

    private static IEnumerable<Ground> OfRules(DecidedApplication decided) =>
        Deciding(decided).Select(reason => new Ground(reason.Code, reason.Clause, reason.Zh, reason.En));

    // The groups and the amount where it is granted, what failed and what excludes where it is not.
    private static IEnumerable<Reason> Deciding(DecidedApplication decided)
    {
        if (decided.Assessment is not { } assessment || decided.DuplicateOf is not null)
            return [];
        IEnumerable<string> codes = (assessment.Outcome, decided.IsRefused) switch
        {
            (Outcome.Eligible, false) => [.. assessment.Groups, RuleCodes.Amount],
            (Outcome.Ineligible, true) => [.. assessment.Failed, .. assessment.Exclusions],
            _ => [],
        };
        return assessment.Reasons.Where(reason => codes.Contains(reason.Code));
    }

    // What the rules allow and the reviews refuse, with what the reviewers wrote.
    private static Ground OfReviews(DecidedApplication decided)
    {
        var said = string.Join('；', new[] { decided.FirstNote, decided.SecondNote }.Where(note => !string.IsNullOrWhiteSpace(note)).Select(note => Short(OneLine(note!))));
        return new Ground(DecisionCodes.Review, null, $"初审、复核均不同意，理由：{said}", $"Refused by both reviews: {said}");
    }

    private static string Short(string note) =>
        note.Length <= LongestNote ? note : $"{note[..(char.IsHighSurrogate(note[LongestNote - 1]) ? LongestNote - 1 : LongestNote)]}……";

    private static Ground Obstacle(string code)
    {
        var words = Obstacles.TextOf(code);
        return new Ground(code, null, words.Zh, words.En);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static string InWords(Policy policy, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => policy.Words[value.GetRawText()].Zh,
        JsonValueKind.String when policy.Words.TryGetValue(value.GetString()!, out var words) => words.Zh,
        JsonValueKind.String => DayInWords(value.GetString()!),
        JsonValueKind.Array when value.GetArrayLength() == 0 => "无",
        JsonValueKind.Array => string.Join('、', value.EnumerateArray().Select(day => DayInWords(day.GetString()!))),
        _ => value.GetRawText(),
    };

    private static string DayInWords(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? $"{day.Year}年{day.Month}月{day.Day}日" : text;
}
