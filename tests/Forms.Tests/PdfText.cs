using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Wenden.Forms.Tests;

/// <summary>Reads drawn forms back with a PDF reader that is not the writer.</summary>
internal sealed class PdfText : IDisposable
{
    private readonly PdfDocument _document;
    private readonly List<(Letter Letter, int At)> _letters = [];

    public PdfText(byte[] pdf)
    {
        _document = PdfDocument.Open(pdf);
        foreach (var letter in _document.GetPages().SelectMany(page => page.Letters))
        {
            _letters.Add((letter, Text.Length));
            Text += letter.Value;
        }
    }

    /// <summary>Everything, in the order of drawing.</summary>
    public string Text { get; } = "";

    public int Pages => _document.NumberOfPages;

    public IReadOnlyList<Page> AllPages => [.. _document.GetPages()];

    /// <summary>Where a text stands for the first time, in points from the lower left corner.</summary>
    public PdfRectangle Place(string text)
    {
        var at = Text.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"'{text}' is not in the PDF");
        var found = _letters.Where(letter => letter.At >= at && letter.At < at + text.Length).Select(letter => letter.Letter).ToList();
        return new PdfRectangle(
            found.Min(letter => letter.StartBaseLine.X),
            found.Min(letter => letter.StartBaseLine.Y),
            found.Max(letter => letter.EndBaseLine.X),
            found.Max(letter => letter.StartBaseLine.Y));
    }

    public void Dispose() => _document.Dispose();
}
