using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Tests;

/// <summary>The service's own font and templates, and people who do not exist.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2019, 10, 21, 9, 30, 0, TimeSpan.FromHours(8));

    public static readonly FontSubset Font = FontSubset.Load("/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf");

    public static readonly TemplateSet Templates = TemplateSet.Load(Path.Combine(AppContext.BaseDirectory, "Templates"), Font);

    public static readonly FormDrawing Drawing = new(Font, new Uri("http://localhost:8080/verify/"));

    public static readonly IReadOnlyDictionary<string, string> CaseValues = new Dictionary<string, string>
    {
        ["caseId"] = "01234567-89ab-7cde-8f01-23456789abcd",
        ["siteName"] = "文登区人力资源和社会保障局综合服务大厅",
        ["renderedOn"] = "2019-10-21",
        ["ticketNumber"] = "A017",
        ["items"] = "人事代理新增\n灵活就业参保缴费\n4050社保补贴",
        ["teller"] = "t003",
        ["window"] = "3",
        ["acceptedAt"] = "2019-10-21 09:30",
        ["promisedDays"] = "20",
    };

    public static PersonFile Person(params (string Name, object? Value)[] changes)
    {
        var facts = new Dictionary<string, Fact>
        {
            ["name"] = Stated("王秀兰", "公安户籍", "2019-09-30"),
            ["idNumber"] = Stated("371003197403128826", "公安户籍", "2019-09-30"),
            ["sex"] = Stated("F", "公安户籍", "2019-09-30"),
            ["birthDate"] = Stated("1974-03-12", "公安户籍", "2019-09-30"),
            ["ethnicity"] = Stated("汉族", "公安户籍", "2019-09-30"),
            ["householdRegistration"] = Stated("wendeng", "公安户籍", "2019-09-30"),
            ["address"] = Stated("山东省威海市文登区龙山街道示例路12号3单元501室", "公安户籍", "2019-09-30"),
            ["phone"] = Stated("13800000000", "本人填报", "2019-06-01"),
            ["bankName"] = Stated("文登示例银行龙山支行", "社保卡数据", "2019-08-31"),
            ["bankAccount"] = Stated("6217000000000000123", "社保卡数据", "2019-08-31"),
            ["socialSecurityCard"] = Stated("371003197403128826", "社保卡数据", "2019-08-31"),
            ["unemploymentCertificate"] = Stated("3710810019000123", "失业登记", "2019-09-15"),
            ["occupation"] = Stated("家政服务", "灵活就业登记", "2019-09-15"),
            ["ableToWork"] = Stated(true, "失业登记", "2019-09-15"),
            ["seeksWork"] = Stated(true, "失业登记", "2019-09-15"),
            ["unemploymentRegisteredInWeihai"] = Stated(true, "失业登记", "2019-09-15"),
            ["flexiblyEmployed"] = Stated(true, "灵活就业登记", "2019-09-15"),
            ["fileInCustody"] = Stated(true, "档案托管", "2019-09-15"),
            ["paysPension"] = Stated(true, "社保缴费记录", "2019-09-30"),
            ["paysMedical"] = Stated(true, "社保缴费记录", "2019-09-30"),
            ["lostJobWithCityEmployer"] = Stated(true, "社保缴费记录", "2019-09-30"),
            ["lastEmployerInDistrict"] = Stated(true, "社保缴费记录", "2019-09-30"),
            ["monthsInsuredAtLastEmployer"] = Stated(26, "社保缴费记录", "2019-09-30"),
            ["zeroEmploymentHousehold"] = Stated(false, "就业困难认定", "2019-07-31"),
            ["minimumLivingAllowanceHousehold"] = Stated(false, "民政低保", "2019-09-01"),
            ["registeredPoorHousehold"] = Stated(false, "扶贫办", "2019-09-01"),
            ["singleParent"] = Stated(false, "本人承诺", "2019-10-21"),
            ["minorChildBirthDates"] = Stated(new[] { "2008-05-01" }, "公安户籍", "2019-09-30"),
            ["disabled"] = Stated(false, "残联", "2019-09-01"),
        };
        foreach (var (name, value) in changes)
        {
            facts.Remove(name);
            if (value is not null)
                facts[name] = Stated(value, "公安户籍", "2019-09-30");
        }

        return new PersonFile { PersonId = Guid.CreateVersion7(), Version = 1, Site = "town-longshan", Facts = facts, Benefits = [] };
    }

    public static FilledForm Form(string template, params (string Name, object? Value)[] changes) =>
        FilledForm.Fill(Templates.InForce(template, new DateOnly(2019, 10, 21))!, Guid.CreateVersion7(), Person(changes), CaseValues, Now);

    private static Fact Stated(object value, string source, string asOf) => new()
    {
        Value = JsonSerializer.SerializeToElement(value),
        Source = source,
        AsOf = DateOnly.Parse(asOf),
    };
}
