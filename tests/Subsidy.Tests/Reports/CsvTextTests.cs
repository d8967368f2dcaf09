using Wenden.Subsidy.Reports;

namespace Wenden.Subsidy.Tests.Reports;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("wendeng-hall", "wendeng-hall")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86", "'+86")]
    [InlineData("-2", "'-2")]
    [InlineData("@sum(a1)", "'@sum(a1)")]
    [InlineData(" =1+1", "' =1+1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=cmd|' /C calc'!\"A1\"", "\"'=cmd|' /C calc'!\"\"A1\"\"\"")]
    [InlineData(-12, "-12")]
    [InlineData(null, "")]
    public void No_text_becomes_a_formula(object? value, string cell) => CsvText.Of(value).ShouldBe(cell);
}
