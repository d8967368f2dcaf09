using QRCoder;
using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>The label, a circle where the seal goes, and room for the day under it.</summary>
internal sealed class SealContent(TextMeasure measure, string label) : CellContent(9, 9)
{
    // A round seal of an office is 38 to 45 mm wide; it may well stand over the lines.
    private const float Radius = 31, DateHeight = 16;

    public override float Height(float size, float width) => 2 * Radius + DateHeight + 6;

    public override bool Place(SKRect cell, float size, List<Mark> marks)
    {
        var inner = SKRect.Inflate(cell, -PadX, -PadY);
        // At the right, as on paper: what is left of it is for writing.
        var circleX = inner.Right - Radius - 18;
        var circleY = inner.MidY - DateHeight / 2;
        marks.Add(new SealMark(circleX, circleY, Radius));
        var lines = measure.Lines(label.Replace("（", "\n（"), size, 2 * Radius - 7);
        var top = circleY - lines.Count * size * Leading / 2;
        foreach (var line in lines)
        {
            Write(line, circleX - measure.Width(line, size) / 2, BaselineAt(top + size * Leading / 2, size), size, cell, marks);
            top += size * Leading;
        }

        const string date = "　　　年　　月　　日";
        var dateLeft = Math.Min(circleX - measure.Width(date, size) / 2, inner.Right - measure.Width(date, size));
        Write(date, dateLeft, BaselineAt(inner.Bottom - DateHeight / 2, size), size, cell, marks);
        return true;
    }

    private void Write(string text, float x, float baseline, float size, SKRect cell, List<Mark> marks) =>
        marks.Add(new TextMark(text, x, baseline, size, measure.Width(text, size), cell));
}

/// <summary>A QR code as large as its cell allows; nothing where there is nothing to say.</summary>
internal sealed class CodeContent(string? text) : CellContent(10.5f, 10.5f)
{
    private const float Smallest = 48;

    public override float Height(float size, float width) => Smallest;

    public override bool Place(SKRect cell, float size, List<Mark> marks)
    {
        if (text is null)
            return true;
        var side = Math.Min(cell.Width, cell.Height) - 2 * PadY;
        marks.Add(Mark(text, SKRect.Create(cell.MidX - side / 2, cell.MidY - side / 2, side, side)));
        return true;
    }

    /// <summary>A text as a QR code of that place and size, its quiet zone included.</summary>
    public static CodeMark Mark(string text, SKRect area)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return new CodeMark(area, code.ModuleMatrix);
    }
}
