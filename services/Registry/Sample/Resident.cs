using System.Text.Json;
using Wenden.Registry.Imports;

namespace Wenden.Registry.Sample;

/// <summary>What a person of the sample district does for a living.</summary>
internal enum Livelihood
{
    None,
    Employed,
    Flexible,
    Unemployed,
    Retired,
}

/// <summary>One person of the sample district, with the lines that the sources would send.</summary>
internal sealed class Resident
{
    private readonly Dice _dice;
    private readonly string _idNumber;
    private readonly bool _isMale;
    private readonly int _age;
    private readonly DateOnly _birthDate;
    private readonly Household _home;
    private readonly string? _careHome;
    private readonly Livelihood _livelihood;
    private string? _employer;
    private int _wage;

    private Resident(Dice dice, string idNumber, bool isMale, int age, DateOnly birthDate, Household home, string? careHome)
    {
        (_dice, _idNumber, _isMale, _age, _birthDate, _home, _careHome) = (dice, idNumber, isMale, age, birthDate, home, careHome);
        _livelihood = LivelihoodOf(dice, age, isMale);
    }

    public static Resident Make(Dice dice, NumberMaker numbers, Household home, int age, string? careHome)
    {
        var isMale = dice.Chance(50);
        var birthDate = District.AsOf.AddYears(-age).AddDays(-dice.Below(365));
        var region = dice.Chance(88) ? "371003" : dice.Chance(60) ? "371002" : "370602";
        return new Resident(dice, numbers.Next(region, birthDate, isMale), isMale, age, birthDate, home, careHome);
    }

    public IEnumerable<ImportLine> Lines(IReadOnlyList<string> employers, int years)
    {
        yield return Statement("公安户籍", Registration());
        if (_age >= 16 && _dice.Chance(92))
            yield return Statement("社保卡系统", Card());
        if (_livelihood is Livelihood.Flexible or Livelihood.Unemployed)
        {
            yield return Statement("人社就业系统", WorkFacts.Of(_dice, _livelihood == Livelihood.Flexible, _isMale));
            yield return Statement("信息共享平台", WorkFacts.Shared(_dice, _birthDate));
        }

        foreach (var month in LedgerMonths(employers, years))
            yield return month;
        foreach (var benefit in Benefits())
            yield return benefit;
        foreach (var (source, facts) in Career())
            yield return Statement(source, facts);
    }

    // Dice of their own: what is added here changes nothing of what was drawn before.
    private IEnumerable<(string Source, Dictionary<string, JsonElement> Facts)> Career() => _age < 16
        ? []
        : new Career(Dice.For(_idNumber), _birthDate, _age, _isMale, _livelihood, _employer, _wage).Statements();

    private static Livelihood LivelihoodOf(Dice dice, int age, bool isMale)
    {
        if (age < 20)
            return Livelihood.None;
        if (age >= (isMale ? 60 : 55))
            return dice.Chance(78) ? Livelihood.Retired : Livelihood.None;
        return dice.Below(100) switch
        {
            < 55 => Livelihood.Employed,
            < 70 => Livelihood.Flexible,
            < 77 => Livelihood.Unemployed,
            _ => Livelihood.None,
        };
    }

    private Dictionary<string, JsonElement> Registration()
    {
        var facts = new Dictionary<string, JsonElement>
        {
            ["name"] = Json(Names.Person(_dice, _isMale || _age < 25 ? _home.Surname : Names.Surname(_dice), _isMale)),
            ["ethnicity"] = Json(Names.Ethnicity(_dice)),
            ["townOffice"] = Json(_home.Town.Code),
            ["village"] = Json(_home.Village),
            ["household"] = Json(_home.Code),
            ["householdAddress"] = Json($"威海市文登区{_home.Town.Name}{_home.Village}{_home.Number}号"),
        };
        var origin = _dice.Below(100);
        facts["householdRegistration"] = Json(origin < 90 ? "wendeng" : origin < 96 ? "weihai" : "elsewhere");
        if (origin >= 96 || _dice.Chance(90))
            facts["residencePermit"] = Json(origin >= 96 && _dice.Chance(80));
        if (_careHome is not null)
            facts["careHome"] = Json(_careHome);
        return facts;
    }

    private Dictionary<string, JsonElement> Card() => new()
    {
        ["phone"] = Json($"139{_dice.Below(100_000_000):00000000}"),
        ["address"] = Json($"威海市文登区{_home.Town.Name}{_home.Village}{_home.Number}号"),
        ["socialSecurityCard"] = Json($"371003{_dice.Below(1_000_000_000):0000000000}"),
        ["bankName"] = Json("样例银行文登支行"),
        ["bankAccount"] = Json($"62{_dice.Below(1_000_000_000):00000000000000000}"),
    };

    private IEnumerable<ImportLine> LedgerMonths(IReadOnlyList<string> employers, int years)
    {
        if (_livelihood is Livelihood.None or Livelihood.Retired)
            yield break;
        var months = years * 12;
        var first = Math.Max(0, months - (_age - 18) * 12);
        var leftAt = _livelihood == Livelihood.Employed || employers.Count == 0 ? months : _dice.Below(months);
        var employer = employers.Count == 0 || _dice.Chance(10) && _livelihood == Livelihood.Flexible ? null : _dice.Pick(employers);
        (_employer, _wage) = (employer, _dice.Between(3269, 9800));
        var paysMedical = _dice.Chance(80);
        for (var i = first; i < months; i++)
        {
            var isEmployed = i < leftAt && employer is not null;
            if (!isEmployed && _livelihood != Livelihood.Flexible)
                yield break;
            yield return new ContributionLine
            {
                Kind = "contribution",
                Source = SamplePeople.Ledger,
                AsOf = District.AsOf,
                IdNumber = _idNumber,
                Month = new DateOnly(District.AsOf.Year, District.AsOf.Month, 1).AddMonths(i + 1 - months),
                Employer = isEmployed ? employer : null,
                Base = isEmployed ? _wage : 3457,
                Pension = true,
                Medical = isEmployed || paysMedical,
                Unemployment = isEmployed,
            };
        }
    }

    private IEnumerable<ImportLine> Benefits()
    {
        if (_livelihood == Livelihood.Retired)
            yield return Benefit("pension", _birthDate.AddYears(_isMale ? 60 : 55), _dice.Between(130, 4200));
        else if (_livelihood == Livelihood.Employed && _dice.Below(1000) < 12)
            yield return Benefit("work-injury-allowance", District.AsOf.AddDays(-_dice.Between(100, 3000)), _dice.Between(800, 2600));
        else if (_livelihood == Livelihood.None && _dice.Below(1000) < 25)
            yield return Benefit("survivors-allowance", District.AsOf.AddDays(-_dice.Between(0, Math.Min(_age * 365, 3000))), _dice.Between(500, 900));
    }

    private BenefitLine Benefit(string kind, DateOnly since, int amount)
    {
        var lastCertified = District.AsOf.AddDays(-_dice.Between(5, 420));
        return new BenefitLine
        {
            Kind = "benefit",
            Source = "待遇发放系统",
            AsOf = District.AsOf,
            IdNumber = _idNumber,
            Benefit = kind,
            Since = new DateOnly(since.Year, since.Month, 1),
            MonthlyAmount = amount,
            CertifiedOn = lastCertified > since && _dice.Chance(95) ? lastCertified : null,
        };
    }

    private PersonLine Statement(string source, Dictionary<string, JsonElement> facts) =>
        new() { Kind = "person", Source = source, AsOf = District.AsOf, IdNumber = _idNumber, Facts = facts };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
