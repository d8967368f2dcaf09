using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wenden.Contracts;

namespace Wenden.Registry.Tests.Persons;

public sealed class IdentityNumberTests
{
    private static readonly DateOnly Today = new(2019, 10, 21);

    [Theory]
    [InlineData("11010519491231002X", "11010519491231002X", "1949-12-31", "F")]
    [InlineData("440524188001010014", "440524188001010014", "1880-01-01", "M")]
    [InlineData("34052419800101001x", "34052419800101001X", "1980-01-01", "M")]
    [InlineData(" 34052419800101001X ", "34052419800101001X", "1980-01-01", "M")]
    [InlineData("３４０５２４１９８００１０１００１Ｘ", "34052419800101001X", "1980-01-01", "M")]
    [InlineData("３４０５２４１９８００１０１００１ｘ", "34052419800101001X", "1980-01-01", "M")]
    public void Accepts_a_number_however_it_is_typed(string given, string text, string birthDate, string sex)
    {
        var fault = IdentityNumber.Read(given, Today, out var number);

        fault.ShouldBe(IdentityNumberFault.None);
        number!.Text.ShouldBe(text);
        number.BirthDate.ShouldBe(DateOnly.Parse(birthDate));
        number.Sex.ShouldBe(sex);
    }

    [Theory]
    [InlineData(null, IdentityNumberFault.Length)]
    [InlineData("", IdentityNumberFault.Length)]
    [InlineData("130503670401001", IdentityNumberFault.Length)]
    [InlineData("11010519491231002X0", IdentityNumberFault.Length)]
    [InlineData("1101051949123100AX", IdentityNumberFault.Characters)]
    [InlineData("11010519491231002Y", IdentityNumberFault.Characters)]
    [InlineData("X10105194912310021", IdentityNumberFault.Characters)]
    [InlineData("01010519491231002X", IdentityNumberFault.Characters)]
    [InlineData("11010519491231002\0", IdentityNumberFault.Characters)]
    [InlineData("110105٠949123100XX", IdentityNumberFault.Characters)]
    [InlineData("110105194902290021", IdentityNumberFault.BirthDate)]
    [InlineData("110105194913310021", IdentityNumberFault.BirthDate)]
    [InlineData("110105194900100021", IdentityNumberFault.BirthDate)]
    [InlineData("110105179912310021", IdentityNumberFault.BirthDate)]
    [InlineData("110105000012310021", IdentityNumberFault.BirthDate)]
    [InlineData("110105194912310021", IdentityNumberFault.CheckCharacter)]
    [InlineData("110105194912310020", IdentityNumberFault.CheckCharacter)]
    public void Refuses_what_is_no_number(string? given, IdentityNumberFault expected)
    {
        IdentityNumber.Read(given, Today, out var number).ShouldBe(expected);

        number.ShouldBeNull();
    }

    [Fact]
    public void A_birth_date_after_today_is_refused_and_today_is_not()
    {
        var bornToday = Number("371003", Today, 1);

        IdentityNumber.Read(bornToday, Today, out _).ShouldBe(IdentityNumberFault.None);
        IdentityNumber.Read(bornToday, Today.AddDays(-1), out _).ShouldBe(IdentityNumberFault.BirthDate);
    }

    [Fact]
    public void Is_masked_wherever_it_is_written_by_accident()
    {
        IdentityNumber.Read("11010519491231002X", Today, out var number);

        $"{number}".ShouldBe("110105********002X");
        number!.Masked.ShouldBe("110105********002X");
        IdentityNumber.Mask("123").ShouldBe("***");
    }

    [Property]
    public Property Every_region_day_and_sequence_has_one_number() => Prop.ForAll(Parts.ToArbitrary(), parts =>
    {
        var text = Number(parts.Region, parts.Day, parts.Sequence);
        return IdentityNumber.Read(text, Today, out var number) == IdentityNumberFault.None
            && number!.Text == text && number.BirthDate == parts.Day && number.Sex == (parts.Sequence % 2 == 1 ? "M" : "F");
    });

    [Property]
    public Property One_wrong_character_is_always_noticed() =>
        Prop.ForAll((from parts in Parts from place in Gen.Choose(0, 17) from other in Gen.Elements("0123456789X".ToCharArray()) select (parts, place, other)).ToArbitrary(), slip =>
        {
            var text = Number(slip.parts.Region, slip.parts.Day, slip.parts.Sequence).ToCharArray();
            if (text[slip.place] == slip.other)
                return true;
            text[slip.place] = slip.other;
            return IdentityNumber.Read(new string(text), Today, out _) != IdentityNumberFault.None;
        });

    [Property]
    public void Any_text_at_all_is_answered_without_an_exception(string? text) => IdentityNumber.Read(text, Today, out _);

    private static Gen<(string Region, DateOnly Day, int Sequence)> Parts =>
        from region in Gen.Choose(110000, 829999)
        from day in Gen.Choose(new DateOnly(1880, 1, 1).DayNumber, Today.DayNumber)
        from sequence in Gen.Choose(0, 999)
        select ($"{region}", DateOnly.FromDayNumber(day), sequence);

    private static string Number(string region, DateOnly day, int sequence)
    {
        var digits = $"{region}{day:yyyyMMdd}{sequence:000}";
        return digits + IdentityNumber.CheckCharacter(digits);
    }
}
