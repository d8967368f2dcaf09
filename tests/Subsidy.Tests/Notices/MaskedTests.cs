using Wenden.Subsidy.Notices;

namespace Wenden.Subsidy.Tests.Notices;

public sealed class MaskedTests
{
    [Theory]
    [InlineData("王秀梅", "王*梅")]
    [InlineData("王梅", "王*")]
    [InlineData("王", "*")]
    [InlineData("", "*")]
    [InlineData(null, "*")]
    [InlineData(" 王秀梅 ", "王*梅")]
    [InlineData("王李秀梅", "王**梅")]
    [InlineData("欧阳娜", "欧阳*")]
    [InlineData("欧阳娜娜", "欧阳*娜")]
    [InlineData("欧阳", "欧*")]
    [InlineData("阿卜杜拉·买买提", "阿***·**提")]
    [InlineData("𠮷𠮷𠮷", "𠮷*𠮷")]
    public void The_family_name_and_the_last_character_stay(string? name, string shown) => Masked.Name(name).ShouldBe(shown);
}
