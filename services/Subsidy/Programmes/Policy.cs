using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Programmes;

/// <summary>One year of a programme as dated law: values, clauses and texts. What the values mean is in <see cref="Assessor"/>.</summary>
internal sealed record Policy
{
    /// <summary>Programme and year, for example <c>4050-2019</c>.</summary>
    public string Id => $"{Programme}-{Year}";

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required Text Title { get; init; }

    /// <summary>The publication that the clauses are quoted from.</summary>
    public required string Source { get; init; }

    public required PolicyWindow Window { get; init; }

    public required PolicyAmounts Amounts { get; init; }

    public required PolicyAges Ages { get; init; }

    public required PolicyNotice Notice { get; init; }

    /// <summary>Exclusion X4: fewer months insured at the last employer than this.</summary>
    public required int MinimumMonthsAtLastEmployer { get; init; }

    /// <summary>Exclusion X9: so many refusals without good reason, or more.</summary>
    public required int ExcludingRefusals { get; init; }

    public required IReadOnlyList<PolicyMaterial> Materials { get; init; }

    /// <summary>Where an application belongs, by household registration: the office named first is told, the others take it too.</summary>
    public required IReadOnlyDictionary<HouseholdRegistration, PolicyPlace> Places { get; init; }

    /// <summary>Codes of the sites that are district halls; every other site counts as a town office.</summary>
    public required IReadOnlyList<string> DistrictHallSites { get; init; }

    /// <summary>Other programmes that nobody draws together with this one (obstacle E).</summary>
    public IReadOnlyList<PolicyExclusive> MutuallyExclusive { get; init; } = [];

    /// <summary>Clause and texts of every rule, by code.</summary>
    public required IReadOnlyDictionary<string, PolicyRule> Rules { get; init; }

    /// <summary>What a fact is called in sentences, by fact name.</summary>
    public required IReadOnlyDictionary<string, Text> FactLabels { get; init; }

    /// <summary>What a value is called in sentences, by its JSON text: <c>F</c>, <c>true</c>, <c>townOffice</c>.</summary>
    public required IReadOnlyDictionary<string, Text> Words { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal: which text of the law a decision was made by.</summary>
    public required string Fingerprint { get; init; }
}

/// <summary>Days of application, both included, counted in China Standard Time.</summary>
internal sealed record PolicyWindow(DateOnly From, DateOnly To, string Clause)
{
    public bool Contains(DateOnly day) => From <= day && day <= To;
}

/// <summary>Yuan per person and year.</summary>
internal sealed record PolicyAmounts(decimal Full, decimal PensionOnly, string Clause);

/// <summary>Days that begin after the day of the notice or of the decision, which does not count (民法总则第二百零一条).</summary>
/// <param name="Days">So long is the list of who is to be subsidised shown to everybody (公示).</param>
/// <param name="ObjectionDays">So long may an applicant object to a decision.</param>
/// <param name="Reading">Where the numbers come from.</param>
internal sealed record PolicyNotice(int Days, int ObjectionDays, string Reading);

/// <summary>Ages in full years, by sex where the law differs.</summary>
/// <param name="ReferenceDay">End of the year before: the day the ages of groups are counted on.</param>
/// <param name="MinimumWorking">Working age begins with this birthday.</param>
/// <param name="Retirement">Working age ends with this birthday.</param>
/// <param name="Group">Group G1 begins with this age on the reference day.</param>
/// <param name="MajorityAt">A child below this age on the reference day is a minor.</param>
internal sealed record PolicyAges(
    DateOnly ReferenceDay, int MinimumWorking, IReadOnlyDictionary<Sex, int> Retirement, IReadOnlyDictionary<Sex, int> Group, int MajorityAt);

internal sealed record PolicyMaterial(string Code, Text Name);

internal sealed record PolicyPlace(IReadOnlyList<Office> Offices, Text Name, string Clause);

/// <summary>A programme that excludes this one, at any day of its year.</summary>
/// <param name="Programme">Its code, as enrolments name it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Clause">Where the law says so, if it does.</param>
/// <param name="Reading">How an open wording is read, or why it is assumed where no clause says so.</param>
internal sealed record PolicyExclusive(string Programme, Text Name, string? Clause, string? Reading);

/// <summary>Where a rule stands in the law, how an open wording is read, and what is said when it holds, fails, or cannot be judged.</summary>
internal sealed record PolicyRule(string Code, string Clause, string? Reading, Template Holds, Template Fails, Template Missing);

/// <summary>Chinese and English.</summary>
internal sealed record Text(string Zh, string En);
