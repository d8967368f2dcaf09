using System.Diagnostics;
using SkiaSharp;
using Wenden.Fixture;
using ZXing;
using ZXing.Common;

namespace Wenden.Forms.Tests.Service;

/// <summary>The code on a form, drawn by poppler and read by a reader that is not the writer.</summary>
public sealed class QrTests(FormsHall hall)
{
    [Theory]
    [InlineData("contribution-statement")]
    [InlineData("subsidy-4050-application")]
    public async Task A_phone_reads_where_the_form_is_verified(string template)
    {
        var visit = new Visit(hall, Samples.Person(), template);
        await visit.RenderAsync();

        var texts = await ReadAsync(await visit.PdfAsync(visit.FormId));

        texts.ShouldBe([new Uri(TestIssuer.Address, $"/verify/{visit.FormId}").AbsoluteUri]);
    }

    /// <summary>The texts of all codes on the first page, as a phone sees it that is held before a screen.</summary>
    private static async Task<IEnumerable<string>> ReadAsync(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("wenden-codes-");
        try
        {
            var file = Path.Combine(folder.FullName, "form");
            await File.WriteAllBytesAsync(file + ".pdf", pdf);
            using var program = Process.Start("pdftoppm", ["-png", "-singlefile", "-r", "200", file + ".pdf", file]);
            await program.WaitForExitAsync();
            using var picture = SKBitmap.Decode(file + ".png").Copy(SKColorType.Rgba8888);
            var reader = new BarcodeReaderGeneric { Options = new DecodingOptions { TryHarder = true, PossibleFormats = [BarcodeFormat.QR_CODE] } };
            var codes = reader.DecodeMultiple(new RGBLuminanceSource(picture.Bytes, picture.Width, picture.Height, RGBLuminanceSource.BitmapFormat.RGBA32));
            return (codes ?? []).Select(code => code.Text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
