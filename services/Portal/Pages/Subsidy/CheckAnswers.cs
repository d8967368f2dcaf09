using System.Globalization;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Pages.Subsidy;

/// <summary>
/// What somebody who checks on their own has answered so far, in the order in which it was asked. It lives in the page's form alone:
/// <c>sex=F;birthDate=1975-03-01;fileInCustody=?</c>, where a question mark is "I don't know".
/// </summary>
internal sealed class CheckAnswers
{
    public const string Unknown = "?";

    // The day is today's, or the nearest on which applications are taken; it is not asked.
    private const string AppliedOn = "appliedOn";

    private const int Longest = 4_000;
    private const int MostChildren = 10;

    // What settles most comes first, what nearly nobody has to say yes to comes last.
    private static readonly string[] _order =
    [
        "sex", "birthDate", "householdRegistration", "residencePermit", "unemploymentRegisteredInWeihai", "flexiblyEmployed", "fileInCustody", "paysPension",
        "lostJobWithCityEmployer", "monthsInsuredAtLastEmployer", "lastEmployerInDistrict", "disabled", "minimumLivingAllowanceHousehold", "zeroEmploymentHousehold",
        "registeredPoorHousehold", "singleParent", "minorChildBirthDates", "drewUnemploymentBenefitInYear", "traderOrCompanyRoleInYear", "nonEnterpriseRoleInYear", "lawFirmRoleInYear",
        "relationKeptByAgreement", "usedFullSupportRound", "blacklisted", "unjustifiedJobRefusals", "refusesOtherServices", "endedJobRequest", "ableToWork", "seeksWork", "paysMedical",
    ];

    private readonly IReadOnlyList<(string Fact, string Value)> _given;

    private CheckAnswers(IReadOnlyList<(string Fact, string Value)> given) => _given = given;

    public static CheckAnswers None { get; } = new([]);

    public IReadOnlyList<(string Fact, string Value)> Given => _given;

    /// <summary>Reads what a form brought; what is no answer to a question of these rules is passed over.</summary>
    public static CheckAnswers Read(string? text, ProgrammeRules rules)
    {
        var answers = None;
        if (text is null or { Length: > Longest })
            return answers;
        foreach (var piece in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece.Split('=') is [var fact, var value])
                answers = answers.With(fact, value, rules) ?? answers;
        }

        return answers;
    }

    /// <summary>With one more answer; null where it is none.</summary>
    public CheckAnswers? With(string fact, string value, ProgrammeRules rules) =>
        fact != AppliedOn && rules.Facts.FirstOrDefault(known => known.Name == fact) is { } asked && (value == Unknown || ValueOf(asked, value) is not null)
            ? new([.. _given.Where(other => other.Fact != fact), (fact, value)])
            : null;

    /// <summary>Without the last answer.</summary>
    public CheckAnswers Back() => new([.. _given.SkipLast(1)]);

    /// <summary>The answer to one question; none where it was not asked.</summary>
    public string? Of(string fact) => _given.FirstOrDefault(answer => answer.Fact == fact).Value;

    /// <summary>What is known, as the rules take it, for an application on <paramref name="day"/>.</summary>
    public IReadOnlyDictionary<string, object> Facts(ProgrammeRules rules, DateOnly day)
    {
        var facts = new Dictionary<string, object> { [AppliedOn] = day };
        foreach (var (fact, value) in _given.Where(answer => answer.Value != Unknown))
            facts[fact] = ValueOf(rules.Facts.First(known => known.Name == fact), value)!;
        return facts;
    }

    /// <summary>What is still to be asked, the next first: what is missing and was not asked yet.</summary>
    public IReadOnlyList<string> Open(IReadOnlyList<string> missing) =>
        [.. missing.Where(fact => Of(fact) is null).OrderBy(fact => Array.IndexOf(_order, fact) is >= 0 and var at ? at : _order.Length)];

    public override string ToString() => string.Join(';', _given.Select(answer => $"{answer.Fact}={answer.Value}"));

    /// <summary>How a question is asked.</summary>
    public static CheckKind KindOf(ProgrammeRules.Fact fact) => fact.Expects switch
    {
        "true | false" => CheckKind.YesNo,
        "yyyy-MM-dd" => CheckKind.Day,
        ['[', ..] => CheckKind.Days,
        ['0', ..] => CheckKind.Count,
        _ => CheckKind.Choice,
    };

    /// <summary>The answers that one chooses from.</summary>
    public static IReadOnlyList<string> ChoicesOf(ProgrammeRules.Fact fact) => fact.Expects.Split(" | ");

    /// <summary>Year, month and day as they were typed; null where they are no day of the last 120 years.</summary>
    public static string? DayOf(string? year, string? month, string? day, DateOnly today) =>
        Number(year) is { } y && Number(month) is { } m && Number(day) is { } d
            && y >= today.Year - 120 && y <= today.Year && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m) && new DateOnly(y, m, d) <= today
            ? Shown(new DateOnly(y, m, d))
            : null;

    private static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Shown(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static object? ValueOf(ProgrammeRules.Fact fact, string value) => KindOf(fact) switch
    {
        CheckKind.YesNo => value switch { "true" => true, "false" => false, _ => null },
        CheckKind.Count => Number(value) is { } number and <= 1_000 ? number : null,
        CheckKind.Day => Parts.Shown.ReadDay(value),
        CheckKind.Days => DaysOf(value),
        _ => ChoicesOf(fact).Contains(value) ? value : null,
    };

    private static IReadOnlyList<DateOnly>? DaysOf(string value)
    {
        var days = value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parts.Shown.ReadDay).ToArray();
        return days.Length <= MostChildren && days.All(day => day is not null) ? [.. days.Select(day => day!.Value)] : null;
    }
}

/// <summary>Ways of asking.</summary>
internal enum CheckKind
{
    YesNo,
    Choice,
    Day,
    Days,
    Count,
}
