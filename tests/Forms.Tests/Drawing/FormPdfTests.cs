using System.Text;
using Wenden.Forms.Filling;

namespace Wenden.Forms.Tests.Drawing;

public sealed class FormPdfTests
{
    public static TheoryData<string> Templates => [.. Samples.Templates.All.Select(template => template.Name)];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_value_is_found_again_as_text(string template)
    {
        var form = Samples.Form(template);

        using var pdf = new PdfText(Samples.Drawing.Pdf(form).Pdf);

        pdf.Pages.ShouldBe(1);
        pdf.Text.ShouldContain(form.Template.Title);
        foreach (var text in form.Fields.Where(field => field.Code is not ("true" or "false")).Select(field => field.Text).OfType<string>())
        {
            foreach (var line in text.Split('\n'))
                pdf.Text.ShouldContain(line);
        }
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Only_a_small_part_of_the_font_is_embedded(string template)
    {
        var file = Samples.Drawing.Pdf(Samples.Form(template)).Pdf;

        using var pdf = new PdfText(file);

        file.Length.ShouldBeLessThan(100_000);
        pdf.AllPages[0].Letters.Select(letter => letter.FontName).Distinct().ShouldBe(["AAAAAA+BabelStoneHan"]);
    }

    [Fact]
    public void A_value_stands_beside_its_label()
    {
        using var pdf = new PdfText(Samples.Drawing.Pdf(Samples.Form("subsidy-4050-application")).Pdf);

        var (label, value, next) = (pdf.Place("姓名"), pdf.Place("王秀兰"), pdf.Place("性别"));

        value.Left.ShouldBeGreaterThan(label.Right);
        value.Right.ShouldBeLessThan(next.Left);
        Math.Abs(value.Bottom - label.Bottom).ShouldBeLessThan(2);
    }

    [Fact]
    public void Rare_characters_of_names_are_drawn_and_found()
    {
        var drawn = Samples.Drawing.Pdf(Samples.Form("subsidy-4050-application", ("name", "𠮷㛃䶮")));

        using var pdf = new PdfText(drawn.Pdf);

        drawn.LackingCharacters.ShouldBeEmpty();
        pdf.Text.ShouldContain("𠮷㛃䶮");
    }

    [Fact]
    public void A_person_is_not_found_as_a_radical()
    {
        using var pdf = new PdfText(Samples.Drawing.Pdf(Samples.Form("subsidy-4050-application")).Pdf);

        pdf.Text.ShouldContain("申请人签名");
        pdf.Text.EnumerateRunes().ShouldNotContain(character => character.Value >= 0x2E80 && character.Value < 0x2FE0);
    }

    [Theory]
    [InlineData("王\uE000兰", "U+E000")]
    [InlineData("王\U000F1234兰", "U+F1234")]
    [InlineData("王☑兰", "U+2611")]
    [InlineData("王\u0007兰", "U+0007")]
    public void What_the_font_lacks_is_marked_and_reported(string name, string reported)
    {
        var drawn = Samples.Drawing.Pdf(Samples.Form("acceptance-receipt", ("name", name)));

        using var pdf = new PdfText(drawn.Pdf);

        drawn.LackingCharacters.ShouldBe([reported]);
        pdf.Text.ShouldContain("王〓兰");
    }

    [Fact]
    public void A_missing_font_is_named_with_its_package() =>
        Should.Throw<FileNotFoundException>(() => Wenden.Forms.Drawing.FontSubset.Load("/no/such/font.ttf")).Message.ShouldContain("fonts-babelstone-han");

    [Fact]
    public void Every_source_is_named_with_its_day()
    {
        var form = Samples.Form("subsidy-4050-application");

        using var pdf = new PdfText(Samples.Drawing.Pdf(form).Pdf);

        pdf.Text.ShouldContain("数据来源：");
        foreach (var field in form.Fields.Where(field => field.Source is not null))
            pdf.Text.ShouldContain($"{field.Source} {field.AsOf:yyyy-MM-dd}");
    }

    [Fact]
    public void The_file_says_that_it_is_PDF_A_2b()
    {
        var file = Encoding.Latin1.GetString(Samples.Drawing.Pdf(Samples.Form("acceptance-receipt")).Pdf);

        file.ShouldContain("<pdfaid:part>2</pdfaid:part>");
        file.ShouldContain("<pdfaid:conformance>B</pdfaid:conformance>");
        file.ShouldContain("/OutputIntents");
    }

    [Fact]
    public void A_signature_and_its_day_are_put_into_the_box()
    {
        var form = Samples.Form("subsidy-4050-application");
        var signed = form with { Signature = new Signature(Pictures.Signature(), new DateOnly(2019, 10, 22)) };

        using var before = new PdfText(Samples.Drawing.Pdf(form).Pdf);
        using var after = new PdfText(Samples.Drawing.Pdf(signed).Pdf);

        before.AllPages[0].GetImages().ShouldBeEmpty();
        var picture = after.AllPages[0].GetImages().ShouldHaveSingleItem();
        var (label, date) = (after.Place("申请人签名"), after.Place("签名日期：2019年10月22日"));
        picture.BoundingBox.Left.ShouldBeGreaterThan(label.Right);
        picture.BoundingBox.Bottom.ShouldBeGreaterThan(date.Bottom);
        picture.BoundingBox.Bottom.ShouldBeLessThan(label.Bottom);
        before.Text.ShouldNotContain("签名日期：2019");
    }

    [Fact]
    public void The_preview_is_a_grey_picture_of_the_same_page()
    {
        var form = Samples.Form("subsidy-4050-application");

        var png = Samples.Drawing.Preview(form, 1).ShouldNotBeNull();

        using var codec = SkiaSharp.SKCodec.Create(new MemoryStream(png));
        codec.Info.ColorType.ShouldBe(SkiaSharp.SKColorType.Gray8);
        ((float)codec.Info.Height / codec.Info.Width).ShouldBe(297f / 210, 0.01f);
        using var bitmap = SkiaSharp.SKBitmap.Decode(codec);
        bitmap.GetPixelSpan().ToArray().Count(pixel => pixel < 128).ShouldBeInRange(10_000, 200_000);
        Samples.Drawing.Preview(form, 2).ShouldBeNull();
    }

    [Fact]
    public async Task Eight_threads_draw_at_once()
    {
        var names = Enumerable.Range(0, 160).Select(number => $"王{(char)('一' + number * 7)}{number}").ToArray();
        var texts = new string[names.Length];

        await Parallel.ForEachAsync(Enumerable.Range(0, names.Length), new ParallelOptions { MaxDegreeOfParallelism = 8 }, (number, _) =>
        {
            using var pdf = new PdfText(Samples.Drawing.Pdf(Samples.Form("subsidy-4050-application", ("name", names[number]))).Pdf);
            texts[number] = pdf.Text;
            return ValueTask.CompletedTask;
        });

        for (var number = 0; number < names.Length; number++)
            texts[number].ShouldContain(names[number]);
    }
}
