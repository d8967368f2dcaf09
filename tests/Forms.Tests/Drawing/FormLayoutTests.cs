using SkiaSharp;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Tests.Drawing;

public sealed class FormLayoutTests
{
    public static TheoryData<string, int> LengthsByTemplate
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var template in Samples.Templates.All)
            {
                foreach (var length in new[] { 1, 7, 19, 40, 120, 400 })
                    data.Add(template.Name, length);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LengthsByTemplate))]
    public void Nothing_leaves_its_cell_or_touches_another_text(string template, int length)
    {
        var form = WithTexts(template, string.Concat(Enumerable.Repeat("威海龙山街道", 100))[..length]);

        var laidOut = Samples.Drawing.Arrange(form);

        laidOut.Overlong.ShouldBeEmpty();
        foreach (var page in laidOut.Pages)
            StaysInside(page);
    }

    [Theory]
    [InlineData("6217000000000000123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww")]
    [InlineData("、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、")]
    public void What_has_no_place_to_break_is_broken_anyway(string text)
    {
        var laidOut = Samples.Drawing.Arrange(WithTexts("subsidy-4050-application", text));

        foreach (var page in laidOut.Pages)
            StaysInside(page);
        string.Concat(laidOut.Pages.SelectMany(page => page.Marks.OfType<TextMark>()).Select(mark => mark.Text)).ShouldContain(text);
    }

    [Fact]
    public void A_long_value_goes_over_to_another_page()
    {
        var address = string.Concat(Enumerable.Range(1, 90).Select(number => $"第{number}号楼示例小区的很长的地址，"));

        var laidOut = Samples.Drawing.Arrange(Samples.Form("subsidy-4050-application", ("address", address)));

        laidOut.Pages.Count.ShouldBe(2);
        var text = string.Concat(laidOut.Pages.SelectMany(page => page.Marks.OfType<TextMark>()).Select(mark => mark.Text));
        text.ShouldContain("第2页 共2页");
        for (var number = 1; number <= 90; number++)
            text.ShouldContain($"第{number}号楼");
    }

    [Fact]
    public void A_value_longer_than_a_page_is_marked_and_reported()
    {
        var drawn = Samples.Drawing.Pdf(Samples.Form("acceptance-receipt", ("name", new string('长', 9_000))));

        using var pdf = new PdfText(drawn.Pdf);

        drawn.Overlong.ShouldBe(["name"]);
        pdf.Text.ShouldContain("长……");
    }

    [Fact]
    public void The_largest_type_that_fits_is_used()
    {
        float SizeOf(string name) => Samples.Drawing.Arrange(Samples.Form("subsidy-4050-application", ("name", name)))
            .Pages[0].Marks.OfType<TextMark>().First(mark => mark.Text.StartsWith(name[0])).Size;

        SizeOf("赵某").ShouldBe(10.5f);
        SizeOf("赵克孜勒苏柯尔克孜阿合奇").ShouldBe(9.5f, 1f);
        SizeOf(new string('赵', 60)).ShouldBe(7.5f);
    }

    [Fact]
    public void A_row_repeats_for_what_there_is_and_least_that_often()
    {
        int RowsOf(int years) => Samples.Drawing.Arrange(Samples.Form("contribution-statement", ("contributionsByYear", Years(years))))
            .Pages.SelectMany(page => page.Marks.OfType<LineMark>()).Count(line => line.Weight < 1 && line.X1 < 60 && line.Y1 == line.Y2);

        var (none, ten, thirty) = (RowsOf(0), RowsOf(10), RowsOf(30));

        ten.ShouldBe(none);
        thirty.ShouldBe(none + 20);
    }

    private static object[] Years(int count) =>
        [.. Enumerable.Range(1990, count).Select(year => new { year, months = 12, @base = 4800.5m, payer = "样例纺织有限公司" })];

    [Fact]
    public void Unknown_is_drawn_otherwise_than_no()
    {
        Tick[] Ticks(object? disabled) =>
        [
            .. Samples.Drawing.Arrange(Samples.Form("subsidy-4050-application", ("disabled", disabled)))
                .Pages[0].Marks.OfType<TickMark>().Select(mark => mark.State),
        ];

        var (yes, no, unknown) = (Ticks(true), Ticks(false), Ticks(null));

        yes[^1].ShouldBe(Tick.On);
        no[^1].ShouldBe(Tick.Off);
        unknown[^1].ShouldBe(Tick.Unknown);
        yes[..^1].ShouldBe(no[..^1]);
    }

    [Theory]
    [InlineData("一二三四，五六", 4, "一二三,四，五六")]
    [InlineData("一二三（四五）", 4, "一二三,（四五）")]
    [InlineData("一二三abcd", 4, "一二三,abcd")]
    [InlineData("一二\n三", 4, "一二,三")]
    public void Lines_break_by_the_rules_of_Chinese_print(string text, int characters, string lines)
    {
        using var typeface = Samples.Font.Cut([text]);
        using var measure = new TextMeasure(typeface, new());

        measure.Lines(text, 10, characters * 10 + 0.5f).ShouldBe(lines.Split(','));
    }

    private static FilledForm WithTexts(string template, string text)
    {
        var form = Samples.Form(template);
        return form with
        {
            Fields =
            [
                .. form.Fields.Select(field =>
                    form.Template.Bindings.First(binding => binding.Name == field.Name).Value is { Kind: ValueKind.Text, Values.Count: 0 }
                        ? field with { Code = text, Text = text }
                        : field),
            ],
        };
    }

    private static void StaysInside(FormPage page)
    {
        var texts = page.Marks.OfType<TextMark>().ToList();
        foreach (var text in texts)
        {
            var box = Box(text);
            (box.Left >= text.Frame.Left && box.Right <= text.Frame.Right && box.Top >= text.Frame.Top && box.Bottom <= text.Frame.Bottom)
                .ShouldBeTrue($"'{text.Text}' at {box} leaves {text.Frame}");
            (text.Frame.Bottom <= FormLayout.PageHeight && text.Frame.Right <= FormLayout.PageWidth).ShouldBeTrue();
        }

        for (var one = 0; one < texts.Count; one++)
        {
            for (var other = one + 1; other < texts.Count; other++)
                Box(texts[one]).IntersectsWith(Box(texts[other])).ShouldBeFalse($"'{texts[one].Text}' touches '{texts[other].Text}'");
        }
    }

    // What a line of this type covers: ink of Chinese characters reaches from 0.8 above the baseline to 0.1 below it.
    private static SKRect Box(TextMark text) =>
        new(text.X + 0.1f, text.Baseline - 0.8f * text.Size, text.X + text.Width - 0.1f, text.Baseline + 0.1f * text.Size);
}
