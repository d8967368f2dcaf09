using System.Globalization;
using System.Text;
using System.Text.Json;
using Wenden.Contracts;

namespace Wenden.Demo;

/// <summary>
/// The people of one walk: made up, with identity numbers that no earlier walk used, so that the walk can be repeated. They come into the registry
/// as all people do, by an import of what several sources state.
/// </summary>
public sealed class Cast
{
    private const string Source = "社保缴费记录";
    private const string Employer = "91371003YX9900001Y";
    private static readonly DateOnly _asOf = new(2019, 9, 30);
    private readonly StringBuilder _lines = new();

    /// <summary>Makes a new cast.</summary>
    public Cast()
    {
        Line(new { kind = "employer", source = "市场监管", asOf = _asOf, code = Employer, name = "样例第一纺织有限公司", region = "371003" });
        Daughter = Flexible("王春梅", female: true, bornFrom: new DateOnly(1973, 11, 1), withoutFact: null, hasCompany: false);
        Mother = Pensioner("张玉兰", new DateOnly(1949, 1, 1));
        Trader = Flexible("刘建国", female: false, bornFrom: new DateOnly(1966, 11, 1), withoutFact: null, hasCompany: true);
        Unclear = Flexible("孙丽华", female: true, bornFrom: new DateOnly(1975, 11, 1), withoutFact: "fileInCustody", hasCompany: false);
    }

    /// <summary>A woman of 45 who lost a job with a district employer and pays for herself.</summary>
    public string Daughter { get; }

    /// <summary>Her mother, who draws a pension and was last certified more than a year ago.</summary>
    public string Mother { get; }

    /// <summary>A man like her, but registered as a shareholder of a company in the year.</summary>
    public string Trader { get; }

    /// <summary>A woman like her, of whom nobody has stated whether her file is in custody.</summary>
    public string Unclear { get; }

    /// <summary>What the sources state of them, as lines for <c>POST /imports</c>.</summary>
    public string ToNdjson() => _lines.ToString();

    private string Flexible(string name, bool female, DateOnly bornFrom, string? withoutFact, bool hasCompany)
    {
        var number = NewNumber(bornFrom, female);
        Person(number, name);
        var employment = new Dictionary<string, object>
        {
            ["ableToWork"] = true, ["seeksWork"] = true, ["unemploymentRegisteredInWeihai"] = true, ["unemployedSince"] = "2018-07-05",
            ["unemploymentCertificate"] = "371003" + number[^10..],
            ["flexiblyEmployed"] = true, ["fileInCustody"] = true, ["usedFullSupportRound"] = false, ["drewUnemploymentBenefitInYear"] = false,
            ["relationKeptByAgreement"] = false, ["unjustifiedJobRefusals"] = 0, ["refusesOtherServices"] = false, ["endedJobRequest"] = false,
        };
        if (withoutFact is not null)
            employment.Remove(withoutFact);
        State(number, "人社就业系统", employment);
        State(number, "民政", new { singleParent = false });
        State(number, "残联", new { disabled = false });
        State(number, "信用平台", new { blacklisted = false });
        State(number, "市场监管", new { traderOrCompanyRoleInYear = hasCompany });
        State(number, "民政社会组织", new { nonEnterpriseRoleInYear = false });
        State(number, "司法行政", new { lawFirmRoleInYear = false });
        for (var month = new DateOnly(2014, 10, 1); month <= _asOf; month = month.AddMonths(1))
        {
            var employed = month < new DateOnly(2018, 7, 1);
            Line(new
            {
                kind = "contribution", source = Source, asOf = _asOf, idNumber = number, month = month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                employer = employed ? Employer : null, @base = employed ? 4200 : 3457, pension = true, medical = true, unemployment = employed,
            });
        }

        return number;
    }

    private string Pensioner(string name, DateOnly bornFrom)
    {
        var number = NewNumber(bornFrom, female: true);
        Person(number, name);
        Line(new
        {
            kind = "benefit", source = "待遇发放系统", asOf = _asOf, idNumber = number, benefit = "pension", since = "2004-06-01",
            monthlyAmount = 2438.50m, certifiedOn = "2018-08-20",
        });
        return number;
    }

    private void Person(string number, string name)
    {
        var household = $"H-WALK-{number[6..]}";
        Line(new
        {
            kind = "household", source = "民政", asOf = _asOf, code = household, registration = "family",
            zeroEmployment = false, minimumLivingAllowance = false, registeredPoor = false,
        });
        State(number, "公安户籍", new
        {
            name, ethnicity = "汉族", townOffice = "town-longshan", village = "东河社区", household, householdRegistration = "wendeng",
            householdAddress = "威海市文登区龙山街道东河社区1号楼101室", residencePermit = false,
        });
        State(number, "社保卡系统", new
        {
            phone = "13900000000", address = "威海市文登区龙山街道东河社区1号楼101室", socialSecurityCard = number[^10..] + "371003",
            bankName = "样例银行文登支行", bankAccount = "62000000" + number[6..17],
        });
    }

    private void State(string number, string source, object facts) =>
        Line(new { kind = "person", source, asOf = _asOf, idNumber = number, facts });

    private void Line(object line) => _lines.Append(JsonSerializer.Serialize(line, _json)).Append('\n');

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    // A birthday within 340 days of the first possible one, and one of 500 sequence numbers of the sex.
    private static string NewNumber(DateOnly bornFrom, bool female)
    {
        var born = bornFrom.AddDays(Random.Shared.Next(340));
        var sequence = (Random.Shared.Next(500) * 2) + (female ? 0 : 1);
        var digits = $"371003{born:yyyyMMdd}{sequence:D3}";
        return digits + IdentityNumber.CheckCharacter(digits);
    }
}
