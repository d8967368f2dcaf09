using System.Buffers;
using System.Text;
using Wenden.Registry.Imports;
using Wenden.Registry.Persons;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Tests.Imports;

public sealed class LineTests
{
    private const string Number = "371003197403129024";

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("\"text\"")]
    [InlineData("{\"kind\":\"martian\"}")]
    [InlineData("{\"kind\":7}")]
    [InlineData("{\"name\":\"kindless\"}")]
    public void What_names_no_kind_is_refused(string line) => Reason(line).ShouldBeOneOf("line.kind", "line.json");

    public static TheoryData<string, string, string> Wrong => new()
    {
        { Fresh.Employer("91350100M000100Y43") + " {}", "line.json", "" },
        { Fresh.Employer("91350100M000100Y44"), "credit-code.invalid", "91350100M000100Y44" },
        { Fresh.Employer("91350100M000100Y43", region: "37100"), "line.member", "region" },
        { Fresh.Employer("91350100M000100Y43", name: ""), "line.member", "name" },
        { Fresh.Employer("91350100M000100Y43", name: @"a\u0000b"), "line.member", "name" },
        { Fresh.Employer("91350100M000100Y43", name: @"a\ud800b"), "line.member", "name" },
        { Fresh.Employer("91350100M000100Y43", asOf: "2019-10-22"), "line.as-of", "" },
        { Fresh.Employer("91350100M000100Y43", asOf: "2019-02-30"), "line.member", "asOf" },
        { """{"kind":"employer","code":"91350100M000100Y43","region":"371003","source":"s","asOf":"2019-09-30"}""", "line.missing", "name" },
        { """{"kind":"employer","kind":"employer"}""", "line.member", "kind" },
        { """{"kind":"employer","colour":"red"}""", "line.member", "colour" },
        { """{"kind":"careHome","code":"c","name":"n","town":"town-moon","source":"s","asOf":"2019-09-30"}""", "town.unknown", "town-moon" },
        { """{"kind":"household","code":"h","registration":"tribe","source":"s","asOf":"2019-09-30"}""", "line.member", "registration" },
        { Fresh.Household("h", "\"zeroEmployment\":\"no\","), "line.member", "zeroEmployment" },
        { Fresh.Person("371003197403129023"), "identity-number.check-character", "" },
        { Fresh.Person("371003197402309024"), "identity-number.birth-date", "" },
        { Fresh.Person(Number, ""), "line.missing", "facts" },
        { Fresh.Person(Number, "\"shoeSize\":42"), "fact.unknown", "shoeSize" },
        { Fresh.Person(Number, "\"disabled\":\"yes\""), "fact.value", "disabled" },
        { Fresh.Person(Number, "\"disabled\":null"), "fact.value", "disabled" },
        { Fresh.Person(Number, "\"name\":7"), "fact.value", "name" },
        { Fresh.Person(Number, "\"name\":\" \""), "fact.value", "name" },
        { Fresh.Person(Number, @"""name"":""a\ud800"""), "fact.value", "name" },
        { Fresh.Person(Number, "\"unjustifiedJobRefusals\":\"3\""), "fact.value", "unjustifiedJobRefusals" },
        { Fresh.Person(Number, "\"unjustifiedJobRefusals\":-1"), "fact.value", "unjustifiedJobRefusals" },
        { Fresh.Person(Number, "\"unjustifiedJobRefusals\":1e99"), "fact.value", "unjustifiedJobRefusals" },
        { Fresh.Person(Number, "\"diedOn\":\"2019-10-01\""), "fact.value", "diedOn" },
        { Fresh.Person(Number, "\"diedOn\":\"2019-9-1\""), "fact.value", "diedOn" },
        { Fresh.Person(Number, "\"minorChildBirthDates\":\"2010-01-01\""), "fact.value", "minorChildBirthDates" },
        { Fresh.Person(Number, "\"minorChildBirthDates\":[\"2010-02-30\"]"), "fact.value", "minorChildBirthDates" },
        { Fresh.Person(Number, "\"householdRegistration\":\"moon\""), "fact.value", "householdRegistration" },
        { Fresh.Person(Number, "\"townOffice\":\"town-moon\""), "town.unknown", "town-moon" },
        { Fresh.Person(Number, "\"sex\":\"M\""), "fact.contradicts-number", "sex" },
        { Fresh.Person(Number, "\"birthDate\":\"1974-03-13\""), "fact.contradicts-number", "birthDate" },
        { Fresh.Person(Number, "\"idNumber\":\"11010519491231002X\""), "fact.contradicts-number", "idNumber" },
        { Fresh.Person(Number, "\"disabled\":true,\"disabled\":false"), "line.member", "facts.disabled" },
        { Fresh.Contribution(Number, "2019-13"), "line.member", "month" },
        { Fresh.Contribution(Number, "2019-10"), "line.member", "month" },
        { Fresh.Contribution(Number, "2019-09", yuan: -1), "line.member", "base" },
        { Fresh.Contribution(Number, "2019-09", yuan: 1.005m), "line.member", "base" },
        { Fresh.Contribution(Number, "2019-09", "123"), "credit-code.invalid", "123" },
        { """{"kind":"contribution","idNumber":"371003197403129024","month":"2019-09","base":1,"pension":true,"medical":true,"source":"s","asOf":"2019-09-30"}""", "line.missing", "unemployment" },
        { Fresh.Benefit(Number, certifiedOn: "2019-10-01"), "line.member", "certifiedOn" },
        { Fresh.Benefit(Number, yuan: -1), "line.member", "monthlyAmount" },
        { Fresh.Benefit(Number, more: "\"endedOn\":\"2010-04-30\","), "line.member", "endedOn" },
        { Fresh.Benefit(Number).Replace("\"pension\"", "\"holiday\""), "line.member", "benefit" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_line_is_refused_and_the_reason_named(string line, string code, string named)
    {
        var rejection = Check(line);

        rejection.ShouldNotBeNull();
        rejection.Code.ShouldBe(code);
        string.Join(' ', rejection.Arguments).ShouldBe(named);
        Rejection.Text(rejection.Code, rejection.Arguments).ShouldNotBe(code, "The code has no text");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] line = [.. Encoding.UTF8.GetBytes("{\"kind\":\"employer\",\"name\":\""), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes("\"}")];

        LineParser.Parse(new ReadOnlySequence<byte>(line)).Rejection.ShouldNotBeNull();
    }

    [Fact]
    public void Every_kind_is_taken_when_it_is_right()
    {
        string[] lines =
        [
            Fresh.Employer("91350100M000100Y43"),
            """{"kind":"careHome","code":"c","name":"n","town":"town-longshan","source":"s","asOf":"2019-09-30"}""",
            Fresh.Household("h", "\"zeroEmployment\":false,"),
            Fresh.Person(Number, "\"name\":\"𠮷田\",\"sex\":\"F\",\"birthDate\":\"1974-03-12\",\"minorChildBirthDates\":[\"2010-02-28\"],\"unjustifiedJobRefusals\":0"),
            Fresh.Contribution(Number, "2019-09", "91350100m000100y43"),
            Fresh.Benefit(Number),
        ];

        foreach (var line in lines)
            Check(line).ShouldBeNull(line);
    }

    [Fact]
    public void Numbers_and_codes_are_written_one_way()
    {
        var (line, _) = LineParser.Parse(Bytes(Fresh.Contribution("11010519491231002x", "2019-09", "91350100m000100y43")));

        Checks.Check(line!).ShouldBeNull();

        var contribution = line.ShouldBeOfType<ContributionLine>();
        contribution.IdNumber.ShouldBe("11010519491231002X");
        contribution.Employer.ShouldBe("91350100M000100Y43");
    }

    private static LineChecks Checks => new(FactList.Load(), SiteList.Load(), new DateOnly(2019, 10, 21));

    private static string? Reason(string line) => Check(line)?.Code;

    private static Rejection? Check(string text)
    {
        var (line, rejection) = LineParser.Parse(Bytes(text));
        return rejection ?? Checks.Check(line!);
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
