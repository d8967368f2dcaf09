using System.Globalization;
using System.Text.Json;
using Wenden.Registry.Imports;
using Wenden.Registry.Persons;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Wenden.Registry.Sample;

/// <summary>The five named persons of every sample district, from <c>Sample/people.yaml</c>, as the lines that bring them in.</summary>
internal sealed class SamplePeople
{
    public const string Ledger = "社保缴费记录";

    public string AsOf { get; init; } = "";

    public List<EmployerEntry> Employers { get; init; } = [];

    public List<HouseholdEntry> Households { get; init; } = [];

    public Dictionary<string, Dictionary<string, string>> Flexible { get; init; } = [];

    public List<PersonEntry> People { get; init; } = [];

    public static SamplePeople Load() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<SamplePeople>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sample", "people.yaml")));

    public IEnumerable<ImportLine> EmployerLines(FactList facts) => Employers.Select(employer => new EmployerLine
    {
        Kind = "employer", Source = "市场监管", AsOf = Day(AsOf), Code = employer.Code, Name = employer.Name, Region = employer.Region,
        Facts = employer.Facts.ToDictionary(fact => fact.Key, fact => ValueOf(facts.Find(fact.Key), fact.Value)),
    });

    public IEnumerable<ImportLine> PersonLines(FactList facts)
    {
        foreach (var household in Households)
        {
            yield return new HouseholdLine
            {
                Kind = "household",
                Source = "民政",
                AsOf = Day(AsOf),
                Code = household.Code,
                Registration = household.Registration,
                ZeroEmployment = household.ZeroEmployment,
                MinimumLivingAllowance = household.MinimumLivingAllowance,
                RegisteredPoor = household.RegisteredPoor,
            };
        }

        foreach (var line in People.SelectMany(person => LinesOf(person, facts)))
            yield return line;
    }

    private IEnumerable<ImportLine> LinesOf(PersonEntry person, FactList facts)
    {
        var bySource = new SortedDictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (source, stated) in (person.IsFlexible ? Flexible : []).Concat(person.Statements))
            bySource[source] = stated.Where(fact => !person.Withheld.Contains(fact.Key)).ToDictionary(fact => fact.Key, fact => fact.Value);
        foreach (var (source, stated) in bySource)
        {
            var values = stated.ToDictionary(fact => fact.Key, fact => ValueOf(facts.Find(fact.Key), fact.Value));
            yield return new PersonLine { Kind = "person", Source = source, AsOf = Day(AsOf), IdNumber = person.IdNumber, Facts = values };
        }

        foreach (var span in person.Contributions)
        {
            for (var month = Day(span.From + "-01"); month <= Day(span.To + "-01"); month = month.AddMonths(1))
            {
                yield return new ContributionLine
                {
                    Kind = "contribution",
                    Source = Ledger,
                    AsOf = Day(AsOf),
                    IdNumber = person.IdNumber,
                    Month = month,
                    Employer = span.Employer,
                    Base = span.Base,
                    Pension = true,
                    Medical = span.Medical,
                    Unemployment = span.Unemployment,
                };
            }
        }

        foreach (var benefit in person.Benefits)
        {
            yield return new BenefitLine
            {
                Kind = "benefit",
                Source = "待遇发放系统",
                AsOf = Day(AsOf),
                IdNumber = person.IdNumber,
                Benefit = benefit.Benefit,
                Since = Day(benefit.Since),
                MonthlyAmount = benefit.MonthlyAmount,
                CertifiedOn = Day(benefit.CertifiedOn),
            };
        }
    }

    private static JsonElement ValueOf(FactDefinition? fact, string text) => fact?.Type switch
    {
        "bool" => JsonSerializer.SerializeToElement(bool.Parse(text)),
        "number" => JsonSerializer.SerializeToElement(decimal.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonSerializer.SerializeToElement(text),
    };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal sealed class EmployerEntry
    {
        public string Code { get; init; } = "";

        public string Name { get; init; } = "";

        public string Region { get; init; } = "";

        public Dictionary<string, string> Facts { get; init; } = [];
    }

    internal sealed class HouseholdEntry
    {
        public string Code { get; init; } = "";

        public string Registration { get; init; } = "";

        public bool ZeroEmployment { get; init; }

        public bool MinimumLivingAllowance { get; init; }

        public bool RegisteredPoor { get; init; }
    }

    internal sealed class PersonEntry
    {
        public string Key { get; init; } = "";

        /// <summary>What is to come of the person, for the reader.</summary>
        public string Expect { get; init; } = "";

        public string Story { get; init; } = "";

        public string IdNumber { get; init; } = "";

        public bool IsFlexible { get; init; }

        public List<string> Withheld { get; init; } = [];

        public Dictionary<string, Dictionary<string, string>> Statements { get; init; } = [];

        public List<SpanEntry> Contributions { get; init; } = [];

        public List<BenefitEntry> Benefits { get; init; } = [];
    }

    internal sealed class SpanEntry
    {
        public string From { get; init; } = "";

        public string To { get; init; } = "";

        public string? Employer { get; init; }

        public decimal Base { get; init; }

        public bool Medical { get; init; }

        public bool Unemployment { get; init; }
    }

    internal sealed class BenefitEntry
    {
        public string Benefit { get; init; } = "";

        public string Since { get; init; } = "";

        public decimal MonthlyAmount { get; init; }

        public string CertifiedOn { get; init; } = "";
    }
}
