using SkiaSharp;
using Wenden.Forms.Signing;

namespace Wenden.Forms.Tests;

/// <summary>Signatures, written with a pen that never was.</summary>
internal static class Pictures
{
    public static byte[] Signature(int width = 600, int height = 200, int seed = 1)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        using var pen = new SKPaint { Color = new SKColor(0x10, 0x20, 0x60), StrokeWidth = height / 30f, IsAntialias = true, Style = SKPaintStyle.Stroke };
        for (var stroke = 0; stroke < 12; stroke++)
        {
            var x = width * (0.1f + 0.065f * stroke);
            canvas.DrawLine(x, height * (0.2f + 0.05f * ((stroke + seed) % 4)), x + width * 0.1f, height * (0.8f - 0.06f * (stroke * seed % 5)), pen);
        }

        return Encode(bitmap);
    }

    public static PenTrace Pen(int strokes = 3) => new()
    {
        Width = 600,
        Height = 200,
        Strokes =
        [
            .. Enumerable.Range(0, strokes).Select(stroke => (IReadOnlyList<PenPoint>)
            [
                .. Enumerable.Range(0, 20).Select(place => new PenPoint(60 + stroke % 10 * 50 + place, 40 + place * 5, 0.2f + place / 40f, stroke * 400 + place * 16)),
            ]),
        ],
    };

    public static byte[] Blank(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.White);
        return Encode(bitmap);
    }

    private static byte[] Encode(SKBitmap bitmap)
    {
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
