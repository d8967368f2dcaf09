using System.Text.Json;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Citizens;

/// <summary>What the letter on a decision (审批决定告知书) says.</summary>
internal static class DecisionLetter
{
    public const string Template = "subsidy-4050-decision";

    /// <summary>The last day on which the applicant may object here.</summary>
    public static DateOnly ObjectBy(DateTimeOffset decidedAt, Policy policy) => Hall.DayOf(decidedAt).AddDays(policy.Notice.ObjectionDays);

    public static Dictionary<string, string> Values(DecidedApplication decided, Policy policy, string siteName)
    {
        var decidedAt = decided.DecidedAt!.Value;
        return new Dictionary<string, string>
        {
            ["siteName"] = siteName,
            ["programme"] = policy.Title.Zh,
            ["subsidyYear"] = $"{policy.Year}",
            ["appliedOn"] = Iso(decided.AppliedOn),
            ["decisionOutcome"] = decided.IsRefused ? "refused" : "approved",
            ["decisionAmount"] = $"{decided.Amount}",
            ["decidedOn"] = Iso(Hall.DayOf(decidedAt)),
            ["decisionReasons"] = Reasons(decided),
            ["decisionFacts"] = JsonSerializer.Serialize(
                Grounds.FactsOf(decided, policy).Select(fact => new { fact.Fact, fact.Value, fact.Source, AsOf = fact.AsOf is { } day ? Iso(day) : null }), HallJson.Options),
            ["nextSteps"] = decided.IsRefused ? AfterRefusal(decided, policy) : AfterApproval(decided, policy),
            ["objectBy"] = Iso(ObjectBy(decidedAt, policy)),
        };
    }

    private static string Reasons(DecidedApplication decided) => string.Join('\n', Grounds.Of(decided).Select((ground, index) =>
        $"{index + 1}．〔{ground.Code}〕{ground.Zh}{(ground.Clause is { } clause ? $"依据：{clause}。" : "")}"));

    private static string AfterApproval(DecidedApplication decided, Policy policy)
    {
        var account = decided.Payee switch
        {
            { Account: { } number } payee => $"发放到本人账户（{payee.Bank} 尾号{number[^Math.Min(4, number.Length)..]}）",
            _ => "发放到本人账户。尚未掌握本人银行账户，请尽快到受理网点补充",
        };
        return $"一、审批结果公示{policy.Notice.Days}日。公示期满、没有异议或者异议不成立的，补贴资金{account}。\n"
            + "二、就业状态和银行账户没有变化的，以后年度不需再交材料，由系统核对后继续办理；有变化的，请及时告知受理网点。";
    }

    private static string AfterRefusal(DecidedApplication decided, Policy policy) => decided.DuplicateOf is not null
        ? "同一年度的另一份申请照常办理，不需再次申请。"
        : "一、认为上述数据有误的，可到受理网点提出数据异议，核实后予以更正。\n"
            + $"二、情况有变化的，可在申报期内（{InWords(policy.Window.From)}至{InWords(policy.Window.To)}）重新申请。";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd");

    private static string InWords(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";
}
