using SkiaSharp;

namespace Wenden.Intake.Materials.Checking;

/// <summary>
/// Pictures are drawn anew: what is kept has the pixels, upright, and nothing else that the file carried, be it a place, a name or a program.
/// </summary>
internal static class Picture
{
    /// <summary>Pixels at most, a page of A3 at 400 dpi. Decoded, each takes four bytes.</summary>
    public const int MostPixels = 40_000_000;

    /// <summary>Pixels of the longer side at most.</summary>
    public const int LongestSide = 16_000;

    private const int Quality = 90;

    public static CheckedFile Check(byte[] received)
    {
        using var data = SKData.CreateCopy(received);
        // Reads the header only.
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png))
            return CheckedFile.Refuse("material.picture-broken");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels || Math.Max(width, height) > LongestSide)
            return CheckedFile.Refuse("material.picture-too-large", width, height, MostPixels / 1_000_000);

        var isPng = codec.EncodedFormat == SKEncodedImageFormat.Png;
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, isPng ? SKAlphaType.Premul : SKAlphaType.Opaque, SKColorSpace.CreateSrgb());
        using var decoded = new SKBitmap(info);
        if (codec.GetPixels(info, decoded.GetPixels()) != SKCodecResult.Success)
            return CheckedFile.Refuse("material.picture-broken");
        using var upright = Upright(decoded, codec.EncodedOrigin);
        using var encoded = upright.Encode(isPng ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, Quality);
        return CheckedFile.Keep(encoded.ToArray(), isPng ? "image/png" : "image/jpeg");
    }

    /// <summary>The picture as it is meant to be seen. Its colours are sRGB, which is what a file without a profile says.</summary>
    private static SKImage Upright(SKBitmap picture, SKEncodedOrigin origin)
    {
        var info = picture.Info.WithColorSpace(null);
        using var pixels = new SKPixmap(info, picture.GetPixels());
        var (width, height) = (picture.Width, picture.Height);
        // Where the picture's right and down point, and where its upper left corner goes.
        var turn = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
        if (turn.IsIdentity)
            return SKImage.FromPixelCopy(pixels);
        using var lying = SKImage.FromPixels(pixels);
        var isOnItsSide = turn.ScaleX == 0;
        using var surface = SKSurface.Create(isOnItsSide ? info.WithSize(height, width) : info);
        surface.Canvas.SetMatrix(turn);
        surface.Canvas.DrawImage(lying, 0, 0, SKSamplingOptions.Default, null);
        return surface.Snapshot();
    }
}
