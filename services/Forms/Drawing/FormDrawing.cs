using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;
using Wenden.Forms.Filling;

namespace Wenden.Forms.Drawing;

/// <summary>A form as a PDF/A, with what could not be drawn as it is.</summary>
/// <param name="Pdf">The file.</param>
/// <param name="LackingCharacters">Characters of values that the font lacks, as <c>U+20BB7</c>; each is shown by a mark.</param>
/// <param name="Overlong">Names of values longer than a page; cut, with a mark at the cut.</param>
internal sealed record DrawnForm(byte[] Pdf, IReadOnlyList<string> LackingCharacters, IReadOnlyList<string> Overlong);

/// <summary>Draws forms. Every call has its own typeface and layout: any number of threads may draw at once.</summary>
/// <param name="font">The font.</param>
/// <param name="verification">Where anybody can verify a form, its id behind; each form carries it as a QR code. Without it there is none.</param>
internal sealed class FormDrawing(FontSubset font, Uri? verification = null)
{
    private const float PreviewDpi = 110;
    private readonly ConcurrentDictionary<Rune, float> _advances = new();

    /// <summary>The form as PDF/A-2b with searchable text.</summary>
    public DrawnForm Pdf(FilledForm form)
    {
        var lacking = new HashSet<Rune>();
        var drawable = Drawable(form, lacking);
        using var typeface = font.Cut(FormWords.All(drawable));
        using var measure = new TextMeasure(typeface, _advances);
        using var signature = SignaturePicture(form);
        using var painter = new FormPainter(typeface, signature);
        var laidOut = FormLayout.Arrange(drawable, measure, AddressOf(form));

        using var file = new MemoryStream();
        var metadata = SKDocumentPdfMetadata.Default;
        metadata.PdfA = true;
        metadata.Title = drawable.Template.Title;
        metadata.Subject = $"{form.Template.Name} {form.Template.Version}";
        metadata.Keywords = form.FormId.ToString();
        metadata.Author = "人力资源和社会保障局综合服务大厅";
        metadata.Creator = "Wenden.Aspire";
        metadata.Creation = form.FilledAt.UtcDateTime;
        metadata.Modified = form.FilledAt.UtcDateTime;
        using (var document = SKDocument.CreatePdf(file, metadata))
        {
            foreach (var page in laidOut.Pages)
            {
                painter.Paint(document.BeginPage(FormLayout.PageWidth, FormLayout.PageHeight), page);
                document.EndPage();
            }

            document.Close();
        }

        return new DrawnForm(file.ToArray(), [.. lacking.Select(rune => $"U+{rune.Value:X4}").Order()], laidOut.Overlong);
    }

    /// <summary>One page, counted from 1, as a grey PNG; nothing where the form has no such page.</summary>
    public byte[]? Preview(FilledForm form, int page)
    {
        var drawable = Drawable(form, new HashSet<Rune>());
        using var typeface = font.Cut(FormWords.All(drawable));
        using var measure = new TextMeasure(typeface, _advances);
        var laidOut = FormLayout.Arrange(drawable, measure, AddressOf(form));
        if (page < 1 || page > laidOut.Pages.Count)
            return null;

        using var signature = SignaturePicture(form);
        using var painter = new FormPainter(typeface, signature);
        const float scale = PreviewDpi / 72;
        var size = new SKImageInfo(
            (int)(FormLayout.PageWidth * scale), (int)(FormLayout.PageHeight * scale), SKColorType.Gray8, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(size);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        painter.Paint(canvas, laidOut.Pages[page - 1]);
        using var pixels = bitmap.PeekPixels();
        using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, 1));
        return png?.ToArray() ?? throw new InvalidOperationException("Skia could not write the picture.");
    }

    /// <summary>The pages of a form as they would be drawn.</summary>
    public FormPages Arrange(FilledForm form)
    {
        var drawable = Drawable(form, new HashSet<Rune>());
        using var typeface = font.Cut(FormWords.All(drawable));
        using var measure = new TextMeasure(typeface, _advances);
        return FormLayout.Arrange(drawable, measure, AddressOf(form));
    }

    private string? AddressOf(FilledForm form) => verification is null ? null : new Uri(verification, form.FormId.ToString()).AbsoluteUri;

    private FilledForm Drawable(FilledForm form, HashSet<Rune> lacking) => form with
    {
        Fields =
        [
            .. form.Fields.Select(field => field with
            {
                Text = field.Text is null ? null : string.Join('\t', Pieces(form, field).Select(piece => font.Drawable(piece, lacking))),
                Source = field.Source is null ? null : font.Drawable(field.Source, lacking),
            }),
        ],
    };

    // The tabs between the members of a row are no characters of the value.
    private static string[] Pieces(FilledForm form, FieldValue field) =>
        form.Template.Rows.Any(row => row.Repeat?.Binding.Name == field.Name) ? field.Text!.Split('\t') : [field.Text!];

    private static SKImage? SignaturePicture(FilledForm form) =>
        form.Signature is { } signed ? Signing.SignatureImage.Decode(signed.Png) : null;
}
