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
        foreach (var line in sample.EmployerLines())
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
            yield return new EmployerLine { Kind = "employer", Source = "市场监管", AsOf = AsOf, Code = code, Name = name, Region = region };
        }
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
