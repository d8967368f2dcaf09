using System.Net;

namespace Wenden.Portal.Reading;

/// <summary>Programmes and their rules, for anybody. The subsidy asks for no token there, and none is sent.</summary>
internal sealed class ProgrammeReads(IHttpClientFactory clients)
{
    /// <summary>The programme of the public pages.</summary>
    public const string Programme = "4050";

    private const string Programmes = "http://subsidy/programmes";

    /// <summary>Every year that there are rules for, the latest first.</summary>
    /// <exception cref="HttpRequestException">The subsidy cannot be reached or failed.</exception>
    public async Task<IReadOnlyList<ProgrammeYear>> YearsAsync(CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        var all = await client.GetFromJsonAsync<IReadOnlyList<ProgrammeYear>>(new Uri(Programmes), HallJson.Options, ct);
        return [.. all!.Where(year => year.Programme == Programme).OrderByDescending(year => year.Year)];
    }

    /// <summary>The rules of a year; null where there are none.</summary>
    /// <exception cref="HttpRequestException">The subsidy cannot be reached or failed.</exception>
    public async Task<ProgrammeRules?> RulesAsync(int year, CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        using var answer = await client.GetAsync(At(year), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ProgrammeRules>(HallJson.Options, ct);
    }

    /// <summary>What the rules say on some facts; stored nowhere.</summary>
    /// <exception cref="HttpRequestException">The subsidy cannot be reached, failed, or took a fact for none.</exception>
    public async Task<Assessed> AssessAsync(int year, IReadOnlyDictionary<string, object> facts, CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        using var answer = await client.PostAsJsonAsync(At(year, "/assessments"), facts, HallJson.Options, ct);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Assessed>(HallJson.Options, ct))!;
    }

    private static Uri At(int year, string path = "") => new(FormattableString.Invariant($"{Programmes}/{Programme}/{year}{path}"));
}

/// <summary>The same in Chinese and English.</summary>
public sealed record Words(string Zh, string En)
{
    /// <summary>In the language of the page.</summary>
    public string Here => Names.Choose(Zh, En);
}

/// <summary>Days of application, both included.</summary>
public sealed record ProgrammeWindow(DateOnly From, DateOnly To, string? Clause)
{
    /// <summary>The day itself, or the nearest one on which applications are taken.</summary>
    public DateOnly Nearest(DateOnly day) => day < From ? From : day > To ? To : day;
}

/// <summary>A year of a programme.</summary>
public sealed record ProgrammeYear(string Programme, int Year, Words Title, ProgrammeWindow Window)
{
    /// <summary>As it stands in an address.</summary>
    public string Key => $"{Programme}-{Year}";

    /// <summary>The year that somebody who comes on a day asks about: the first whose window is not over, else the last.</summary>
    internal static ProgrammeYear? At(IReadOnlyList<ProgrammeYear> years, DateOnly day) =>
        years.Where(year => year.Window.To >= day).MinBy(year => year.Year) ?? years.MaxBy(year => year.Year);
}

/// <summary>The rules of a year as anybody can read them.</summary>
public sealed record ProgrammeRules(
    string Id, Words Title, string Source, string Fingerprint, ProgrammeWindow Window, ProgrammeRules.Yuan Amounts, ProgrammeRules.YearsOfAge Ages, ProgrammeRules.Limit Limits,
    IReadOnlyList<ProgrammeRules.Material> Materials, IReadOnlyList<ProgrammeRules.Place> Places, IReadOnlyList<ProgrammeRules.Rule> Rules,
    IReadOnlyList<ProgrammeRules.Fact> Facts)
{
    /// <summary>What a fact is called; its own name where it has none.</summary>
    public string LabelOf(string fact) => Facts.FirstOrDefault(known => known.Name == fact)?.Label.Here ?? fact;

    /// <summary>Yuan a year.</summary>
    public sealed record Yuan(decimal Full, decimal PensionOnly, string? Clause);

    /// <summary>Ages in full years.</summary>
    public sealed record YearsOfAge(
        DateOnly ReferenceDay, int MinimumWorking, IReadOnlyDictionary<string, int> Retirement, IReadOnlyDictionary<string, int> Group, int MajorityAt);

    /// <summary>Months and times.</summary>
    public sealed record Limit(int MinimumMonthsAtLastEmployer, int ExcludingRefusals);

    public sealed record Material(string Code, Words Name);

    /// <summary>Where to apply, by household registration; the office named first is told.</summary>
    public sealed record Place(string HouseholdRegistration, IReadOnlyList<string> Offices, Words Name, string? Clause);

    /// <summary>A rule with the sentence of the law, how an open wording is read, and what it looks at.</summary>
    public sealed record Rule(string Code, string Clause, string? Reading, IReadOnlyList<string> Facts, Words Holds, Words Fails);

    /// <summary>A fact, with what a value looks like.</summary>
    public sealed record Fact(string Name, string Expects, Words Label);
}

/// <summary>What the rules say on some facts.</summary>
public sealed record Assessed(
    string Outcome, decimal Amount, IReadOnlyList<string> Groups, IReadOnlyList<string> Failed, IReadOnlyList<string> Exclusions, IReadOnlyList<string> Missing, string? Place,
    IReadOnlyList<Assessed.Reason> Reasons)
{
    public const string Eligible = "eligible", Ineligible = "ineligible", Incomplete = "incomplete";

    /// <summary>The rules that decided, in words.</summary>
    public IEnumerable<Reason> Deciding
    {
        get
        {
            string[] codes = Outcome == Eligible ? [.. Groups] : [.. Failed, .. Exclusions];
            return Reasons.Where(reason => codes.Contains(reason.Code));
        }
    }

    /// <param name="Code">Code of the rule.</param>
    /// <param name="Clause">The sentence of the law.</param>
    /// <param name="Zh">Why, in Chinese.</param>
    /// <param name="En">Why, in English.</param>
    public sealed record Reason(string Code, string Clause, string Zh, string En);
}
