using System.Diagnostics;
using SkiaSharp;
using Wenden.Fixture;
using ZXing;
using ZXing.Common;
using ZXing.Multi.QrCode;

namespace Wenden.Forms.Tests.Service;

/// <summary>The codes on a form, drawn by poppler and read by a reader that is not the writer.</summary>
public sealed class QrTests(FormsHall hall)
{
    [Theory]
    [InlineData("contribution-statement", true)]
    [InlineData("subsidy-4050-application", false)]
    public async Task A_phone_reads_where_the_form_is_verified(string template, bool namesItself)
    {
        var visit = new Visit(hall, Samples.Person(), template);
        await visit.RenderAsync();

        var texts = await ReadAsync(await visit.PdfAsync(visit.FormId));

        texts.ShouldContain(new Uri(TestIssuer.Address, $"/verify/{visit.FormId}").AbsoluteUri);
        texts.Contains(visit.FormId.ToString()).ShouldBe(namesItself);
    }

    /// <summary>The texts of all codes on the first page, at the resolution of a usual printer held before a phone.</summary>
    private static async Task<string[]> ReadAsync(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("wenden-codes-");
        try
        {
            var file = Path.Combine(folder.FullName, "form");
            await File.WriteAllBytesAsync(file + ".pdf", pdf);
            using var program = Process.Start("pdftoppm", ["-png", "-singlefile", "-r", "200", file + ".pdf", file]);
            await program.WaitForExitAsync();
            using var picture = SKBitmap.Decode(file + ".png").Copy(SKColorType.Rgba8888);
            var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(picture.Bytes, picture.Width, picture.Height, RGBLuminanceSource.BitmapFormat.RGBA32)));
            return [.. (new QRCodeMultiReader().decodeMultiple(bitmap) ?? []).Select(code => code.Text)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
