using SkiaSharp;

namespace Wenden.Forms.Signing;

/// <summary>A signature as it was written: every stroke with the places, the pressure and the time of the pen. Drawn by the service itself, so that picture and strokes are one.</summary>
internal sealed record PenTrace
{
    /// <summary>Most strokes, and most points of all of them.</summary>
    public const int MostStrokes = 500, MostPoints = 20_000;

    private const int LongestMinutes = 10;

    // Less than this in both directions is a slip of the finger.
    private const float LeastExtent = 16;
    private const float Margin = 12;
    private const int DrawnWidth = 1_200, DrawnHeight = 600;

    /// <summary>Width of the pad in its own units, 16 to 3,000.</summary>
    public required float Width { get; init; }

    /// <summary>Height of the pad, likewise.</summary>
    public required float Height { get; init; }

    /// <summary>Each from where the pen came down to where it left.</summary>
    public required IReadOnlyList<IReadOnlyList<PenPoint>> Strokes { get; init; }

    /// <summary>Why it cannot be a signature, as a problem code; nothing when it can.</summary>
    public string? Fault()
    {
        if (!(Width is >= SignatureImage.LeastSide and <= SignatureImage.MostSide && Height is >= SignatureImage.LeastSide and <= SignatureImage.MostSide))
            return "signature.pad";
        if (Strokes.Count > MostStrokes || Strokes.Sum(stroke => (long)(stroke?.Count ?? 0)) > MostPoints)
            return "signature.too-large";
        var before = 0;
        foreach (var stroke in Strokes)
        {
            if (stroke is not { Count: > 0 })
                return "signature.pad";
            foreach (var point in stroke)
            {
                if (point is null || !(point.X >= 0 && point.X <= Width && point.Y >= 0 && point.Y <= Height && point.Pressure is >= 0 and <= 1)
                    || point.At < before || point.At > LongestMinutes * 60_000)
                    return "signature.pad";
                before = point.At;
            }
        }

        return Strokes.Count == 0 || Ink() is { Width: < LeastExtent, Height: < LeastExtent } ? "signature.blank" : null;
    }

    /// <summary>The strokes as a PNG on nothing, cut to the ink, thicker where the pen was pressed.</summary>
    public byte[] Draw()
    {
        var ink = SKRect.Inflate(Ink(), Margin, Margin);
        var scale = Math.Min(DrawnWidth / ink.Width, DrawnHeight / ink.Height);
        using var bitmap = new SKBitmap(new SKImageInfo(
            Math.Max(SignatureImage.LeastSide, (int)(ink.Width * scale)), Math.Max(SignatureImage.LeastSide, (int)(ink.Height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        canvas.Scale(scale);
        canvas.Translate(-ink.Left, -ink.Top);
        using var pen = new SKPaint { Color = SKColors.Black, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
        foreach (var stroke in Strokes)
        {
            var from = stroke[0];
            foreach (var to in stroke)
            {
                pen.StrokeWidth = Math.Max(Width, Height) / 160 * (0.5f + to.Pressure);
                canvas.DrawLine(from.X, from.Y, to.X, to.Y, pen);
                from = to;
            }
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private SKRect Ink()
    {
        var points = Strokes.SelectMany(stroke => stroke).ToArray();
        return new SKRect(points.Min(point => point.X), points.Min(point => point.Y), points.Max(point => point.X), points.Max(point => point.Y));
    }
}

/// <summary>Where the pen was.</summary>
/// <param name="X">From the left, in units of the pad.</param>
/// <param name="Y">From the top, likewise.</param>
/// <param name="Pressure">0 to 1; a finger or a mouse without a measure of it gives 0.5.</param>
/// <param name="At">Milliseconds since the pen first came down.</param>
internal sealed record PenPoint(float X, float Y, float Pressure, int At);
