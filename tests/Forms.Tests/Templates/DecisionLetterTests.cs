using System.Text.Json;
using Wenden.Forms.Filling;

namespace Wenden.Forms.Tests.Templates;

/// <summary>Letters on the subsidy as they come to be: the shortest and the longest. Set WENDEN_LOOK to a folder to find them there afterwards.</summary>
public sealed class DecisionLetterTests
{
    private static readonly string? _look = Environment.GetEnvironmentVariable("WENDEN_LOOK");

    [Fact]
    public void An_approval_takes_one_page()
    {
        var pages = Draw(
            "approval", "approved", "5000.00",
            "1．〔G1〕由本市用人单位就业转失业，女性，1974年6月15日出生，2018年12月31日已达规定年龄（女40周岁、男50周岁）。依据：上年度末女性年满40周岁、男性年满50周岁的本市用人单位就业转失业人员。\n"
            + "2．〔A〕同时缴纳医疗保险，标准为每人每年5000元。依据：补贴标准为每人每年5000元；如果只参加养老保险的，每人每年3850元。",
            facts: 6);

        pages.ShouldBe(1);
    }

    [Fact]
    public void A_refusal_for_every_reason_loses_nothing()
    {
        var reasons = string.Join('\n', Enumerable.Range(1, 16).Select(number =>
            $"{number}．〔X{number}〕2019年度登记为民办非企业单位、社会团体、基金会等机构法人代表，不在补贴范围。依据：2019年度登记为民办非企业单位、社会团体、基金会等机构法人代表的。"));

        Draw("refusal", "refused", "0", reasons, facts: 29).ShouldBe(2);
    }

    [Fact]
    public void A_refusal_with_the_longest_notes_loses_nothing() =>
        Draw("notes", "refused", "0", $"1．〔R〕初审、复核均不同意，理由：{new string('由', 1_900)}……；{new string('由', 1_900)}……", facts: 0).ShouldBe(3);

    [Fact]
    public void A_letter_without_facts_misses_nothing() => Form("refused", "0", "1．〔D〕本人同一年度已有一份申请，以该申请为准。", 0).Missing.ShouldBeEmpty();

    private static int Draw(string name, string outcome, string amount, string reasons, int facts)
    {
        var drawn = Samples.Drawing.Pdf(Form(outcome, amount, reasons, facts));

        if (_look is not null)
            File.WriteAllBytes(Path.Combine(_look, $"decision-{name}.pdf"), drawn.Pdf);
        drawn.Overlong.ShouldBeEmpty();
        drawn.LackingCharacters.ShouldBeEmpty();
        using var pdf = new PdfText(drawn.Pdf);
        return pdf.Pages;
    }

    private static FilledForm Form(string outcome, string amount, string reasons, int facts) => FilledForm.Fill(
        Samples.Templates.InForce("subsidy-4050-decision", new DateOnly(2019, 10, 21))!,
        Guid.CreateVersion7(),
        Samples.Person(),
        new Dictionary<string, string>(Samples.CaseValues)
        {
            ["formId"] = "01234567-89ab-7cde-8f01-23456789abcd",
            ["programme"] = "2019年度“4050”灵活就业人员社会保险补贴",
            ["subsidyYear"] = "2019",
            ["appliedOn"] = "2019-10-21",
            ["decisionOutcome"] = outcome,
            ["decisionAmount"] = amount,
            ["decidedOn"] = "2019-10-28",
            ["decisionReasons"] = reasons,
            ["decisionFacts"] = JsonSerializer.Serialize(Enumerable.Range(0, facts).Select(_ => new
            {
                fact = "本年度个体工商户、公司法人代表或股东登记", value = "否", source = "市场监督管理局", asOf = "2019-09-30",
            })),
            ["nextSteps"] = "一、审批结果公示5日。公示期满、没有异议或者异议不成立的，补贴资金发放到本人账户（样例银行文登支行 尾号0123）。\n"
                + "二、就业状态和银行账户没有变化的，以后年度不需再交材料，由系统核对后继续办理；有变化的，请及时告知受理网点。",
            ["objectBy"] = "2019-12-27",
        },
        Samples.Now);
}
