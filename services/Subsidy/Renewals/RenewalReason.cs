using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Renewals;

/// <summary>Why somebody is not renewed: a rule of the programme, an obstacle (D another application, E another programme, T death), or what kept the run from judging.</summary>
internal sealed record RenewalReason(string Code, string Zh, string En)
{
    public static readonly RenewalReason Applied = new(DecisionCodes.Duplicate, "本年度已有申请。", "Has an application of this year already.");

    public static readonly RenewalReason NotApproved = new("not-approved", "上年度的批准已被撤销。", "The approval of the year before was revoked.");

    public static readonly RenewalReason FileUnknown = new("file-unknown", "登记系统中没有此人。", "The registry does not know the person.");

    public static readonly RenewalReason FileUnreadable = new("file-unreadable", "登记系统无法给出此人的档案。", "The registry cannot give the person's file.");

    public static readonly RenewalReason FactsInvalid = new(
        "facts-invalid", "登记系统中的事实取值有误。", "The registry holds a fact with a value of the wrong kind.");

    public static readonly RenewalReason BeforeUnreadable = new(
        "before-unreadable", "上年度申请所依据的事实无法读取。", "The facts of the year before cannot be read.");

    public static readonly RenewalReason NotStored = new("not-stored", "新的申请无法保存。", "The new application cannot be stored.");

    public static RenewalReason Died(DateOnly day) => Of(DecisionCodes.Died, Obstacles.TextOf(DecisionCodes.Died, day));

    public static RenewalReason OtherProgrammes(IReadOnlyList<PolicyExclusive> others) =>
        Of(DecisionCodes.OtherProgramme, Obstacles.TextOf(DecisionCodes.OtherProgramme, others: others));

    private static RenewalReason Of(string code, Text text) => new(code, text.Zh, text.En);
}
