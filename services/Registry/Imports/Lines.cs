using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wenden.Registry.Imports;

/// <summary>
/// One line of an import. Every line names its <c>kind</c>, the <c>source</c> that states it and the day <c>asOf</c> which it states it for.
/// Members without a value may be left out where the kind allows it. <c>docs/registry-import.md</c> shows each kind.
/// </summary>
internal abstract class ImportLine
{
    [JsonIgnore]
    public long Number { get; set; }

    [JsonPropertyOrder(-1)]
    public string? Kind { get; init; }

    /// <summary>Who states it, for example 公安户籍.</summary>
    public string? Source { get; set; }

    public DateOnly? AsOf { get; init; }
}

/// <summary><c>employer</c>: a unit with its unified social credit code and the region code (GB/T 2260) of its registration.</summary>
internal sealed class EmployerLine : ImportLine
{
    public string? Code { get; set; }

    public string? Name { get; init; }

    public string? Region { get; init; }

    /// <summary>What else is known of it, by the names that <c>Persons/facts.yaml</c> keeps for employers.</summary>
    public Dictionary<string, JsonElement>? Facts { get; init; }
}

/// <summary><c>careHome</c>: a care home or old people's flats, with its own code and the code of its town office.</summary>
internal sealed class CareHomeLine : ImportLine
{
    public string? Code { get; init; }

    public string? Name { get; init; }

    public string? Town { get; init; }

    public string? Address { get; init; }
}

/// <summary><c>household</c>: registration <c>family</c> (家庭户) or <c>collective</c> (集体户), and its flags; a flag left out is unknown.</summary>
internal sealed class HouseholdLine : ImportLine
{
    public string? Code { get; init; }

    public string? Registration { get; init; }

    public bool? ZeroEmployment { get; init; }

    public bool? MinimumLivingAllowance { get; init; }

    public bool? RegisteredPoor { get; init; }
}

/// <summary>A line about one person.</summary>
internal abstract class PersonalLine : ImportLine
{
    public string? IdNumber { get; set; }

    /// <summary>The part of the import that the person belongs to.</summary>
    [JsonIgnore]
    public short Bucket => Staging.BucketOf(IdNumber!);
}

/// <summary>
/// <c>person</c>: a statement, all that the source says about the person as of the day, by the names of <c>Persons/facts.yaml</c>. It takes the
/// place of what the same source said before. A household or care home is named by the facts <c>household</c> and <c>careHome</c>.
/// </summary>
internal sealed class PersonLine : PersonalLine
{
    public Dictionary<string, JsonElement>? Facts { get; init; }
}

/// <summary><c>contribution</c>: one month of a person's insurance; no employer for the flexibly employed; base in yuan a month.</summary>
internal sealed class ContributionLine : PersonalLine
{
    [JsonConverter(typeof(MonthConverter))]
    public DateOnly? Month { get; init; }

    public string? Employer { get; set; }

    public decimal? Base { get; init; }

    public bool? Pension { get; init; }

    public bool? Medical { get; init; }

    public bool? Unemployment { get; init; }
}

/// <summary>
/// <c>benefit</c>: a long-term benefit (<c>pension</c>, <c>work-injury-allowance</c>, <c>survivors-allowance</c>); amount in yuan a month.
/// <c>certifiedOn</c> never moves a known certification back; <c>endedOn</c> ends the benefit.
/// </summary>
internal sealed class BenefitLine : PersonalLine
{
    public string? Benefit { get; init; }

    public DateOnly? Since { get; init; }

    public decimal? MonthlyAmount { get; init; }

    public DateOnly? CertifiedOn { get; init; }

    public DateOnly? EndedOn { get; init; }
}
