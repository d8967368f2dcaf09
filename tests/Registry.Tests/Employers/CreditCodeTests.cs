using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wenden.Registry.Employers;

namespace Wenden.Registry.Tests.Employers;

public sealed class CreditCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91350100m000100y43")]
    [InlineData(" 91350100M000100Y43 ")]
    [InlineData("９１３５０１００ｍ０００１００Ｙ４３")]
    public void Accepts_the_standard_example_however_it_is_typed(string given) => CreditCode.Normalise(given).ShouldBe("91350100M000100Y43");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y44")]
    [InlineData("91350100I000100Y43")]
    [InlineData("9135010AM000100Y43")]
    [InlineData("91350100M000100Y43X")]
    public void Refuses_what_is_no_code(string? given) => CreditCode.Normalise(given).ShouldBeNull();

    [Property]
    public Property One_wrong_character_is_always_noticed() => Prop.ForAll(
        (from region in Gen.Choose(110000, 829999)
         from body in Gen.Elements(Alphabet.ToCharArray()).ArrayOf(9)
         from place in Gen.Choose(0, 17)
         from other in Gen.Elements(Alphabet.ToCharArray())
         select (region, body, place, other)).ToArbitrary(), slip =>
    {
        var first = $"91{slip.region}{new string(slip.body)}";
        var code = (first + CreditCode.CheckCharacter(first)).ToCharArray();
        var isValid = CreditCode.Normalise(new string(code)) is not null;
        var isSame = code[slip.place] == slip.other;
        code[slip.place] = slip.other;
        return isValid && (CreditCode.Normalise(new string(code)) is null || isSame);
    });
}
