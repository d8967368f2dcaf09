using System.Text.Json;
using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Tests;

/// <summary>A template filled in one of the ways that a form may come to be filled.</summary>
internal static class Specimen
{
    // CJK extensions A, B, E, F and a character of Weihai's sea: all of them stand in names of people and places.
    private const string Rare = "𠮷㛃䶮𬀩𠅤";

    /// <summary>The most that the registry takes as one text, in characters.</summary>
    private const int LongestText = 200;

    public static FilledForm Usual(FormTemplate template) => Fill(template, Usual);

    public static FilledForm Shortest(FormTemplate template) => Fill(template, value => value.Kind switch
    {
        ValueKind.Number => "0",
        ValueKind.Days => "[]",
        ValueKind.Rows => Rows(value, 1, _ => "一"),
        _ => OfKind(value, "一"),
    });

    public static FilledForm Longest(FormTemplate template) => Fill(template, value => value.Kind switch
    {
        ValueKind.Number => "999999999.99",
        ValueKind.Days => JsonSerializer.Serialize(Enumerable.Range(1, 50).Select(day => new DateOnly(2000, 12, 1).AddDays(day).ToString("yyyy-MM-dd"))),
        ValueKind.Rows => Rows(value, 60, column => column + Long()),
        _ => OfKind(value, Long()),
    });

    public static FilledForm Rarest(FormTemplate template) => Fill(template, value => value.Kind switch
    {
        ValueKind.Number => "12.5",
        ValueKind.Days => "[\"2008-02-29\"]",
        ValueKind.Rows => Rows(value, 12, _ => Rare),
        _ => OfKind(value, Rare),
    });

    private static FilledForm Fill(FormTemplate template, Func<BindableValue, string> value) => Fill(template, (_, bindable) => value(bindable));

    private static FilledForm Fill(FormTemplate template, Func<string, BindableValue, string> value)
    {
        var person = Samples.Person([.. template.Bindings.Where(binding => binding.Value.Origin == ValueOrigin.Fact)
            .Select(binding => (binding.Name, (object?)Fact(binding.Value, value(binding.Name, binding.Value))))]);
        var ofCase = template.Bindings.Where(binding => binding.Value.Origin != ValueOrigin.Fact)
            .ToDictionary(binding => binding.Name, binding => value(binding.Name, binding.Value));
        return FilledForm.Fill(template, Guid.CreateVersion7(), person, ofCase, Samples.Now);
    }

    private static object Fact(BindableValue value, string code) =>
        value.Kind is ValueKind.Bool or ValueKind.Number or ValueKind.Days or ValueKind.Rows ? JsonSerializer.Deserialize<JsonElement>(code) : code;

    private static string OfKind(BindableValue value, string text) => value.Kind switch
    {
        ValueKind.Bool => "true",
        ValueKind.Sex => "F",
        ValueKind.Day => "2019-12-31",
        _ => value.Values.Count > 0 ? value.Values.Keys.MaxBy(code => value.Values[code].Length)! : text,
    };

    private static string Rows(BindableValue value, int count, Func<string, string> member) => JsonSerializer.Serialize(
        Enumerable.Range(0, count).Select(_ => value.Columns.ToDictionary(column => column, member)));

    private static string Long() => string.Concat(Enumerable.Range(0, LongestText).Select(place => (char)('一' + place * 37 % 2_000)));

    private static string Usual(string name, BindableValue value) => value.Kind switch
    {
        ValueKind.Number when name.EndsWith("Months") || name is "insuredMonths" or "accountDivisor" => "268",
        ValueKind.Number when name == "averageIndex" => "0.8312",
        ValueKind.Number when name == "disabilityGrade" => "9",
        ValueKind.Number when name is "employerStaff" or "promisedDays" => "20",
        ValueKind.Number => "3457.5",
        ValueKind.Rows when name == "decisionFacts" => JsonSerializer.Serialize(new[]
        {
            new { fact = "性别", value = "女性", source = "公安户籍", asOf = "2019-09-30" },
            new { fact = "由本市用人单位就业转失业", value = "是", source = "社保缴费记录", asOf = "2019-09-30" },
            new { fact = "缴纳医疗保险", value = "是", source = "社保缴费记录", asOf = "2019-09-30" },
        }),
        ValueKind.Rows => JsonSerializer.Serialize(Enumerable.Range(2014, 6).Select(year =>
            new { year, months = 12, @base = 4800.5, payer = year < 2019 ? "样例第一纺织有限公司" : null })),
        ValueKind.Days => "[\"2008-05-01\"]",
        ValueKind.Text when _texts.TryGetValue(name, out var text) => text,
        ValueKind.Text when value.Origin == ValueOrigin.Typed => "",
        _ => OfKind(value, value.Label),
    };

    private static readonly Dictionary<string, string> _texts = new(Samples.CaseValues.Where(value => value.Key != "items"))
    {
        ["name"] = "王秀兰",
        ["idNumber"] = "371003197403128826",
        ["ethnicity"] = "汉族",
        ["address"] = "山东省威海市文登区龙山街道示例路12号3单元501室",
        ["householdAddress"] = "威海市文登区龙山街道东河社区1号楼101室",
        ["phone"] = "13800000000",
        ["socialSecurityCard"] = "3710030000000001",
        ["bankName"] = "样例银行文登支行",
        ["bankAccount"] = "6217000000000000123",
        ["employer"] = "样例第一纺织有限公司",
        ["employerCode"] = "91371003YX9900001Y",
        ["lastEmployer"] = "样例第一纺织有限公司",
        ["lastEmployerCode"] = "91371003YX9900001Y",
        ["employerAddress"] = "威海市文登区龙山街道样例工业园1号",
        ["deceasedIdNumber"] = "371003194403121234",
        ["workInjuryCourse"] = "操作设备时右手被挤伤，工友随即将其送医。",
        ["items"] = "职工正常退休（职）申请",
        ["caseId"] = "01234567-89ab-7cde-8f01-23456789abcd",
        ["formId"] = "01234567-89ab-7cde-8f01-23456789abcd",
        ["missingMaterials"] = "一、居民户口簿（户主页和本人页）\n二、解除或终止劳动关系证明",
        ["commitment"] = "本人与原单位的劳动关系已于2019年8月31日终止，未再就业。",
        ["programme"] = "2019年度“4050”灵活就业人员社会保险补贴",
        ["subsidyYear"] = "2019",
        ["decisionReasons"] = "1．〔G1〕由本市用人单位就业转失业，女性，1974年3月12日出生，2018年12月31日已达规定年龄（女40周岁、男50周岁）。",
        ["nextSteps"] = "一、审批结果公示5日。\n二、就业状态和银行账户没有变化的，以后年度不需再交材料。",
        ["commitmentInPlaceOf"] = "解除或终止劳动关系证明",
    };
}
