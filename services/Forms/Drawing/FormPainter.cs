using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>Draws a page that is laid out, onto a PDF page or a picture alike.</summary>
internal sealed class FormPainter(SKTypeface typeface, SKImage? signature) : IDisposable
{
    private readonly Dictionary<float, SKFont> _fonts = [];
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint _ground = new() { Color = new SKColor(0xEC, 0xEC, 0xEC) };
    private readonly SKPaint _line = new() { Color = SKColors.Black, Style = SKPaintStyle.Stroke, IsAntialias = true };
    private readonly SKPathEffect _dashes = SKPathEffect.CreateDash([1.4f, 1.4f], 0);
    private readonly SKPaint _seal = new()
    {
        Color = new SKColor(0xA0, 0xA0, 0xA0), Style = SKPaintStyle.Stroke, StrokeWidth = 0.6f, IsAntialias = true, PathEffect = SKPathEffect.CreateDash([4, 3], 0),
    };

    public void Paint(SKCanvas canvas, FormPage page)
    {
        foreach (var mark in page.Marks)
        {
            switch (mark)
            {
                case TextMark text:
                    canvas.DrawText(text.Text, text.X, text.Baseline, SKTextAlign.Left, Font(text.Size), _ink);
                    break;
                case LineMark line:
                    _line.StrokeWidth = line.Weight;
                    canvas.DrawLine(line.X1, line.Y1, line.X2, line.Y2, _line);
                    break;
                case GroundMark ground:
                    canvas.DrawRect(ground.Area, _ground);
                    break;
                case TickMark tick:
                    Paint(canvas, tick);
                    break;
                case SealMark seal:
                    canvas.DrawCircle(seal.X, seal.Y, seal.Radius, _seal);
                    break;
                case CodeMark code:
                    Paint(canvas, code);
                    break;
                case SignatureMark place when signature is not null:
                    canvas.DrawImage(signature, Inside(place.Area, signature), new SKSamplingOptions(SKCubicResampler.Mitchell));
                    break;
            }
        }
    }

    public void Dispose()
    {
        foreach (var font in _fonts.Values)
            font.Dispose();
        _ink.Dispose();
        _ground.Dispose();
        _line.Dispose();
        _dashes.Dispose();
        _seal.PathEffect?.Dispose();
        _seal.Dispose();
    }

    private SKFont Font(float size)
    {
        if (!_fonts.TryGetValue(size, out var font))
            _fonts[size] = font = new SKFont(typeface, size) { LinearMetrics = true, Hinting = SKFontHinting.None, Subpixel = true, Edging = SKFontEdging.Antialias };
        return font;
    }

    private void Paint(SKCanvas canvas, TickMark tick)
    {
        var box = tick.Box;
        _line.StrokeWidth = 0.7f;
        _line.PathEffect = tick.State == Tick.Unknown ? _dashes : null;
        canvas.DrawRect(box, _line);
        _line.PathEffect = null;
        if (tick.State != Tick.On)
            return;

        _line.StrokeWidth = 1.2f;
        var knee = new SKPoint(box.Left + box.Width * 0.42f, box.Bottom - box.Height * 0.2f);
        canvas.DrawLine(box.Left + box.Width * 0.18f, box.Top + box.Height * 0.5f, knee.X, knee.Y, _line);
        canvas.DrawLine(knee.X, knee.Y, box.Right - box.Width * 0.14f, box.Top + box.Height * 0.2f, _line);
    }

    // Black squares that touch in a row are one rectangle: no hairlines between them.
    private void Paint(SKCanvas canvas, CodeMark code)
    {
        var side = code.Area.Width / code.Squares.Count;
        for (var y = 0; y < code.Squares.Count; y++)
        {
            for (var x = 0; x < code.Squares.Count; x++)
            {
                var from = x;
                while (x < code.Squares.Count && code.Squares[y][x])
                    x++;
                if (x > from)
                    canvas.DrawRect(SKRect.Create(code.Area.Left + from * side, code.Area.Top + y * side, (x - from) * side, side), _ink);
            }
        }
    }

    private static SKRect Inside(SKRect area, SKImage image)
    {
        var scale = Math.Min(area.Width / image.Width, area.Height / image.Height);
        var (width, height) = (image.Width * scale, image.Height * scale);
        return SKRect.Create(area.MidX - width / 2, area.MidY - height / 2, width, height);
    }
}
