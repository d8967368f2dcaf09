namespace Wenden.Portal.Tests.StandIns;

/// <summary>What the subsidy service shows of one application: facts, reasons, history.</summary>
internal static class SubsidyPapers
{
    private const string Window = "申报时间有调整，由2020年4月份提前至2019年10月15日至11月8日", Unemployed = "领取失业保险金期间不享受补贴";

    public static object Payee(SubsidyApplication one) => new
    {
        one.Name, idNumber = "371081********2846", bank = one.HasAccount ? "威海市商业银行文登支行" : null, account = one.HasAccount ? "6217********0432" : null,
    };

    public static object Facts(SubsidyApplication one) => new
    {
        appliedOn = new { value = "2019-10-17", source = "业务受理", asOf = "2019-10-17" },
        birthDate = new { value = "1966-08-02", source = "公安户籍", asOf = "2019-09-30" },
        sex = new { value = "M", source = "公安户籍", asOf = "2019-09-30" },
        householdRegistration = new { value = "wendeng", source = "公安户籍", asOf = "2019-09-30" },
        fileInCustody = new { value = true, source = "档案托管中心", asOf = "2019-10-08" },
        minorChildBirthDates = new { value = new[] { "2004-03-11" }, source = "公安户籍", asOf = "2019-09-30" },
        drewUnemploymentBenefitInYear = new { value = one.Exclusions is ["X2"], source = "失业保险", asOf = "2019-10-01" },
        receivingOffice = new { value = "districtHall", source = "业务受理", asOf = "2019-10-17" },
    };

    public static object Assessment(SubsidyApplication one, string[] groups) => new
    {
        policy = "4050-2019", one.Outcome, amount = one.ByRules, groups, failed = Array.Empty<string>(), one.Exclusions, missing = Array.Empty<string>(),
        reasons = new object[]
        {
            Reason("W", Window, true, "申请日期2019年10月17日在申报期内。", "Applied on 2019-10-17, within the window."),
            Reason("C1", "法定劳动年龄内", true, "1966年8月2日出生，在法定劳动年龄内。", "Born on 1966-08-02, of working age."),
            Reason("G1", "城镇单位失业的女40周岁、男50周岁以上人员", true, "曾在城镇单位就业后失业，已满50周岁。", "Lost a job with a city employer at 50."),
            Reason("G6", "残疾失业人员", groups.Contains("G6"), "持有残疾人证。", "Holds a certificate of disability."),
            Reason(one.Exclusions is [var code] ? code : "X2", Unemployed, one.Exclusions is not [], one.Exclusions is [] ? "本年度没有领取失业保险金。" : "2019年3月至5月领取过失业保险金。",
                one.Exclusions is [] ? "Drew no unemployment benefit this year." : "Drew unemployment benefit from March to May 2019."),
            Reason("A", "补贴标准为每人每年5000元；如果只参加养老保险的，每人每年3850元", one.ByRules == 5000, one.ByRules == 5000 ? "同时参加医疗保险，按全额补贴。" : "只参加养老保险。", "As insured."),
        },
    };

    public static IEnumerable<object> History(SubsidyApplication one) =>
        new (string By, string State, string What, string? Why)[] { ("t003", "assessing", "accepted", null), ("system", "first-review", $"assessed-{one.Outcome}", one.Exclusions is [var code] ? code : "G1") }
            .Concat(one.FirstBy is "r001" ? [("r001", "second-review", one.FirstApproves ? "first-review-approves" : "first-review-refuses", one.FirstNote)] : [])
            .Concat(one.Steps)
            .Select((step, place) => new { number = place + 1, at = SubsidySite.Now.AddDays(-3).AddHours(place * 5), by = step.By, state = step.State, what = step.What, why = step.Why });

    private static object Reason(string code, string clause, bool holds, string zh, string en) =>
        new { code, clause, holds, fact = "appliedOn", source = "业务受理", asOf = "2019-10-17", zh, en, facts = Array.Empty<object>() };
}
