using Wenden.Contracts;
using Checked = Wenden.Registry.Employers.CreditCode;

namespace Wenden.Registry.Tests;

/// <summary>Numbers and codes that no other test has, and lines that carry them.</summary>
internal static class Fresh
{
    private static int _count;

    public static string IdNumber(bool isMale = false, DateOnly? birthDate = null)
    {
        var count = Interlocked.Increment(ref _count);
        var day = birthDate ?? new DateOnly(1950, 1, 1).AddDays(count * 7 % 20_000);
        var digits = $"45{count / 450 % 10_000:0000}{day:yyyyMMdd}{count % 450 * 2 + (isMale ? 1 : 0):000}";
        return digits + IdentityNumber.CheckCharacter(digits);
    }

    public static string CreditCode(string region = "371003")
    {
        var code = $"91{region}YY{Interlocked.Increment(ref _count):0000000}";
        return code + Checked.CheckCharacter(code);
    }

    public static string Code(string prefix) => $"{prefix}-{Interlocked.Increment(ref _count)}";

    public static string Employer(string code, string region = "371003", string name = "样例机械有限公司", string asOf = "2019-09-30") =>
        $$"""{"kind":"employer","code":"{{code}}","name":"{{name}}","region":"{{region}}","source":"市场监管","asOf":"{{asOf}}"}""";

    public static string Household(string code, string flags = "", string asOf = "2019-09-30") =>
        $$"""{"kind":"household","code":"{{code}}","registration":"family",{{flags}}"source":"民政","asOf":"{{asOf}}"}""";

    public static string Person(string idNumber, string facts = "\"name\":\"张三\"", string source = "公安户籍", string asOf = "2019-09-30") =>
        $$"""{"kind":"person","idNumber":"{{idNumber}}","source":"{{source}}","asOf":"{{asOf}}","facts":{ {{facts}} } }""";

    public static string Contribution(string idNumber, string month, string? employer = null, decimal yuan = 3457, string asOf = "2019-09-30") =>
        $$"""{"kind":"contribution","idNumber":"{{idNumber}}","month":"{{month}}",{{Member("employer", employer)}}"base":{{yuan}},"""
        + $$""" "pension":true,"medical":true,"unemployment":false,"source":"社保缴费记录","asOf":"{{asOf}}"}""";

    public static string Benefit(
        string idNumber, string? certifiedOn = "2018-08-20", decimal yuan = 2438.5m, string asOf = "2019-09-30", string more = "") =>
        $$"""{"kind":"benefit","idNumber":"{{idNumber}}","benefit":"pension","since":"2010-05-01","monthlyAmount":{{yuan}},"""
        + $$"""{{Member("certifiedOn", certifiedOn)}}{{more}}"source":"待遇发放系统","asOf":"{{asOf}}"}""";

    private static string Member(string name, string? value) => value is null ? "" : $"\"{name}\":\"{value}\",";
}
