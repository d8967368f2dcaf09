using System.Globalization;
using System.Text.Json;

namespace Wenden.Registry.Sample;

/// <summary>What schools, employers, the personnel file and the insurances know of a grown-up of the sample district.</summary>
internal sealed class Career(Dice dice, DateOnly birthDate, int age, bool isMale, Livelihood livelihood, string? employer, int wage)
{
    private const int PensionBase = 5900;

    private readonly DateOnly _startedWorkOn = Month(birthDate.AddYears(18).AddMonths(dice.Between(0, 72)));
    private readonly int _beforeAccount = age > 45 ? dice.Between(0, 36) : 0;

    private bool HasPaid => livelihood is Livelihood.Employed or Livelihood.Flexible or Livelihood.Unemployed;

    private bool IsRetiring => HasPaid && age >= (isMale ? 58 : 53);

    public IEnumerable<(string Source, Dictionary<string, JsonElement> Facts)> Statements()
    {
        yield return ("人口基础库", Basics());
        if (HasPaid && _startedWorkOn < District.AsOf)
        {
            yield return ("社保个人权益记录", Insurance());
            if (dice.Chance(97))
                yield return ("人事档案系统", PersonnelFile());
        }

        if (livelihood is Livelihood.Unemployed or Livelihood.Flexible)
            yield return ("失业登记系统", Of(("unemploymentReason", dice.Pick(["合同期满", "单位裁员", "协商解除劳动合同"]))));
        if (IsRetiring)
            yield return ("退休档案预审", Retirement());
        if (livelihood == Livelihood.Employed && employer is not null && dice.Chance(12))
            yield return ("单位经办人备案", Of(("actsFor", employer)));
        if (livelihood == Livelihood.Employed && dice.Below(1000) < 35)
            yield return ("工伤保险系统", Injury());
        if (dice.Chance(2))
            yield return ("民政殡葬信息", Bereavement());
        if (HasPaid && dice.Chance(5))
            yield return ("全国社保关系转移平台", Elsewhere());
        if (HasPaid && dice.Chance(10))
            yield return ("技能人才评价系统", Skill());
        if (age is >= 22 and <= 27 && dice.Chance(50))
            yield return ("高校毕业生信息库", Graduation());
    }

    private Dictionary<string, JsonElement> Basics() => Of(
        ("education", dice.Pick(["初中", "高中", "中专", "大专", "本科"])),
        ("maritalStatus", age < 24 ? "未婚" : "已婚"),
        ("politicalStatus", dice.Chance(12) ? "中共党员" : "群众"),
        ("householdKind", dice.Chance(60) ? "农业户口" : "非农业户口"),
        ("postalCode", "264400"));

    private Dictionary<string, JsonElement> Insurance()
    {
        var firstInsured = Later(_startedWorkOn.AddMonths(dice.Between(0, 24)), new DateOnly(1996, 1, 1));
        var possible = Math.Max(1, MonthsUntil(firstInsured, District.AsOf));
        var months = possible - dice.Below(Math.Max(1, possible / 5));
        return Of(
            ("firstInsuredOn", Day(firstInsured > District.AsOf ? District.AsOf : firstInsured)),
            ("insuredMonths", months),
            ("monthsBeforeAccount", _beforeAccount),
            ("personalAccount", Money(months * wage * 0.08m)),
            ("averageIndex", Index));
    }

    private decimal Index => Math.Round(Math.Clamp(wage / 5300m, 0.6m, 3m), 4);

    private Dictionary<string, JsonElement> PersonnelFile() => Of(
        ("startedWorkOn", Day(_startedWorkOn)),
        ("archiveNumber", $"WD{dice.Below(1_000_000):000000}"),
        ("archiveBirthDate", Day(birthDate)),
        ("fileKeeper", "文登区公共就业和人才服务中心"),
        ("fileKeptSince", Day(Month(District.AsOf.AddDays(-dice.Between(200, 3000))))),
        ("personnelCategory", dice.Chance(25) ? "干部" : "工人"));

    private Dictionary<string, JsonElement> Retirement()
    {
        var (months, deemed, divisor) = (dice.Between(180, 420), dice.Between(0, 120), isMale ? 139 : 170);
        var basic = Money(PensionBase * (1 + Index) / 2 * months / 12 * 0.01m);
        var account = Money(months * wage * 0.08m / divisor);
        var transitional = Money(PensionBase * Index * (_beforeAccount + deemed) / 12 * 0.013m);
        return Of(
            ("retirementKind", dice.Chance(85) ? "normal" : "special-work"),
            ("retiresOn", Day(birthDate.AddYears(isMale ? 60 : 55))),
            ("deemedMonths", deemed),
            ("specialWork", dice.Pick(["高温作业", "井下作业", "无特殊工种"])),
            ("specialWorkMonths", dice.Between(0, 144)),
            ("pensionBase", PensionBase),
            ("accountDivisor", divisor),
            ("basicPension", basic),
            ("accountPension", account),
            ("transitionalPension", transitional),
            ("monthlyPension", basic + account + transitional));
    }

    private Dictionary<string, JsonElement> Injury()
    {
        var facts = Of(
            ("workInjuryOn", Day(District.AsOf.AddDays(-dice.Between(20, 900)))),
            ("workInjuryPlace", dice.Pick(["样例厂区一号车间", "样例厂区装卸场", "上班途中样例路口"])),
            ("workInjuryCourse", dice.Pick(["操作设备时右手被挤伤。", "搬运货物时滑倒摔伤。", "上班途中发生非本人主要责任的交通事故受伤。"])),
            ("workInjuryPart", dice.Pick(["右手", "左小腿", "腰部"])),
            ("workInjuryHospital", "文登样例医院"),
            ("workInjuryDecision", $"威文工伤认字〔2019〕{dice.Between(1, 999)}号"));
        facts["disabilityGrade"] = JsonSerializer.SerializeToElement(dice.Between(5, 10));
        return facts;
    }

    private Dictionary<string, JsonElement> Bereavement()
    {
        var born = birthDate.AddYears(-28);
        var digits = $"371003{born:yyyyMMdd}{dice.Between(450, 899):000}";
        return Of(
            ("deceasedName", Names.Person(dice, Names.Surname(dice), dice.Chance(50))),
            ("deceasedIdNumber", digits + IdentityNumber.CheckCharacter(digits)),
            ("deceasedOn", Day(District.AsOf.AddDays(-dice.Between(3, 90)))),
            ("kinship", dice.Pick(["子女", "配偶"])));
    }

    private Dictionary<string, JsonElement> Elsewhere()
    {
        var until = Month(District.AsOf.AddMonths(-dice.Between(2, 60)));
        var months = dice.Between(6, 90);
        return Of(
            ("elsewhereInsuredAt", dice.Pick(["烟台市社会保险服务中心", "青岛市社会保险事业中心", "大连市社会保险事业管理局"])),
            ("elsewhereInsuredFrom", Day(until.AddMonths(-months))),
            ("elsewhereInsuredUntil", Day(until)),
            ("elsewhereInsuredMonths", months));
    }

    private Dictionary<string, JsonElement> Skill() => Of(
        ("skillName", isMale ? "电工" : "缝纫工"),
        ("skillLevel", dice.Pick(["五级/初级工", "四级/中级工", "三级/高级工"])),
        ("skillCertificate", $"1915{dice.Below(1_000_000_000):000000000000}"),
        ("skillCertifiedOn", Day(District.AsOf.AddDays(-dice.Between(30, 360)))));

    private Dictionary<string, JsonElement> Graduation() => Of(
        ("school", dice.Pick(["样例理工大学", "样例师范学院", "样例职业学院"])),
        ("major", dice.Pick(["机械工程", "会计学", "护理学"])),
        ("graduatedOn", Day(new DateOnly(Math.Min(2019, birthDate.Year + 22), 6, 30))),
        ("diploma", $"10{dice.Below(1_000_000_000):0000000000000000}"));

    private static Dictionary<string, JsonElement> Of(params (string Name, object Value)[] facts) =>
        facts.ToDictionary(fact => fact.Name, fact => JsonSerializer.SerializeToElement(fact.Value, fact.Value.GetType()));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Money(decimal yuan) => Math.Round(yuan, 2);

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static int MonthsUntil(DateOnly from, DateOnly to) => (to.Year - from.Year) * 12 + to.Month - from.Month;
}
