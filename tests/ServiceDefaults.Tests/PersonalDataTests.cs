using Wenden.ServiceDefaults.Telemetry;

namespace Wenden.ServiceDefaults.Tests;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("11010519491231002X", "110105********002X")]
    [InlineData("insured 440524188001010014 unknown", "insured 440524********0014 unknown")]
    [InlineData("身份证号34052419800101001x,重复", "身份证号340524********001x,重复")]
    [InlineData("\"idNumber\":\"371003197401011234\"}", "\"idNumber\":\"371003********1234\"}")]
    [InlineData("371003197401011234371003197401011", "371003197401011234371003197401011")]
    [InlineData("/persons/11010519491231002X/benefits?also=440524188001010014", "/persons/110105********002X/benefits?also=440524********0014")]
    [InlineData("\uFF11\uFF11\uFF10\uFF11\uFF10\uFF15\uFF11\uFF19\uFF14\uFF19\uFF11\uFF12\uFF13\uFF11\uFF10\uFF10\uFF12\uFF38", "\uFF11\uFF11\uFF10\uFF11\uFF10\uFF15********\uFF10\uFF10\uFF12\uFF38")]
    public void Identity_numbers_keep_six_and_four_characters(string text, string masked) => PersonalData.Mask(text).ShouldBe(masked);

    [Theory]
    [InlineData("")]
    [InlineData("A001 to window 3")]
    [InlineData("0af7651916cd43dd8448eb211c80319c")]
    [InlineData("0193b5c2-7d31-7c44-9d11-0a1b2c3d4e5f")]
    public void Other_text_stays_as_it_is(string text) => PersonalData.Mask(text).ShouldBeSameAs(text);
}
