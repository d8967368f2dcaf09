using System.Text.Json;
using Wenden.Registry.Employers;
using Wenden.Registry.Imports;
using Wenden.Registry.Persons;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Sample;

/// <summary>How large a sample district is. The named persons and their employer count.</summary>
internal sealed record DistrictSize(int Persons, int Employers, int CareHomes, int Years, int Seed);

/// <summary>
/// A synthetic district as of 2019-09-30, line by line; the same for the same size and seed. Needs memory for the employers and a count
/// per birth date only, however many persons there are.
/// </summary>
internal sealed class District(DistrictSize size, FactList facts, SiteList sites, SamplePeople sample)
{
    public static readonly DateOnly AsOf = new(2019, 9, 30);

    private readonly NumberMaker _numbers = new();
    private readonly List<string> _employers = [];

    public IEnumerable<ImportLine> Lines() =>
        EmployerLines().Concat(CareHomeLines()).Concat(sample.PersonLines(facts)).Concat(HouseholdLines());

    private IEnumerable<ImportLine> EmployerLines()
    {
        foreach (var line in sample.EmployerLines(facts))
            yield return line;
        for (var i = sample.Employers.Count; i < size.Employers; i++)
        {
            var dice = Dice.For(size.Seed, -1 - i);
            var region = dice.Chance(80) ? sites.District : dice.Chance(60) ? "371002" : "370602";
            // The organisation codes of real units do not begin with YX.
            var code = $"91{region}YX{i:0000000}";
            code += CreditCode.CheckCharacter(code);
            _employers.Add(code);
            var name = Names.Firm(dice, i);
            yield return new EmployerLine
            {
                Kind = "employer", Source = "市场监管", AsOf = AsOf, Code = code, Name = name, Region = region, Facts = Firm(Dice.For(code), sites),
            };
        }
    }

    private static Dictionary<string, JsonElement> Firm(Dice dice, SiteList sites)
    {
        var staff = dice.Between(3, 320);
        var facts = new Dictionary<string, object>
        {
            ["employerKind"] = dice.Pick(["有限责任公司", "个体工商户", "股份有限公司"]),
            ["employerIndustry"] = dice.Pick(["制造业", "批发和零售业", "交通运输业", "住宿和餐饮业"]),
            ["employerLegalPerson"] = Names.Person(dice, Names.Surname(dice), dice.Chance(60)),
            ["employerAddress"] = $"威海市文登区{dice.Pick(sites.Towns).Name}样例工业园{dice.Between(1, 99)}号",
            ["employerPhone"] = $"0631-8{dice.Below(1_000_000):000000}",
            ["employerRegisteredOn"] = AsOf.AddDays(-dice.Between(400, 9000)),
            ["employerBank"] = "样例银行文登支行",
            ["employerAccount"] = $"1614{dice.Below(1_000_000_000):000000000000000}",
            ["employerStaff"] = staff,
            ["employerMonthlyBase"] = staff * dice.Between(3457, 6200),
            ["employerArrears"] = dice.Chance(6) ? dice.Between(500, 90_000) : 0,
        };
        return facts.ToDictionary(fact => fact.Key, fact => JsonSerializer.SerializeToElement(fact.Value, fact.Value.GetType()));
    }

    private IEnumerable<ImportLine> CareHomeLines()
    {
        for (var i = 0; i < size.CareHomes; i++)
        {
            var town = sites.Towns[i % sites.Towns.Count];
            yield return new CareHomeLine
            {
                Kind = "careHome",
                Source = "民政",
                AsOf = AsOf,
                Code = CareHome(i),
                Name = $"样例{town.Name}第{i / sites.Towns.Count + 1}敬老院",
                Town = town.Code,
                Address = $"威海市文登区{town.Name}样例路{i + 1}号",
            };
        }
    }

    private IEnumerable<ImportLine> HouseholdLines()
    {
        var left = size.Persons - sample.People.Count;
        for (var i = 0L; left > 0; i++)
        {
            var dice = Dice.For(size.Seed, i);
            var town = dice.Below(sites.Towns.Count);
            var home = new Household(dice, $"H-{i + 1:00000000}", sites.Towns[town]);
            yield return home.Line(AsOf);
            foreach (var age in Household.Ages(dice).Take(left))
            {
                left--;
                var careHome = age >= 75 && dice.Chance(12) ? CareHomeIn(town, dice) : null;
                var resident = Resident.Make(dice, _numbers, home, age, careHome);
                foreach (var line in resident.Lines(_employers, size.Years))
                    yield return line;
            }
        }
    }

    /// <summary>One of the town's care homes; they are given out to the towns in turn.</summary>
    private string? CareHomeIn(int town, Dice dice)
    {
        var homes = (size.CareHomes - town - 1 + sites.Towns.Count) / sites.Towns.Count;
        return homes <= 0 ? null : CareHome(town + dice.Below(homes) * sites.Towns.Count);
    }

    private static string CareHome(int index) => $"care-{index + 1:000}";
}
