using System.Buffers.Binary;
using SkiaSharp;

namespace Wenden.Forms.Signing;

/// <summary>
/// The picture of a visitor's signature. Judged by its content, not by what it is called; its size is read from the header before anything is
/// unpacked, so that a few bytes cannot claim gigabytes of memory.
/// </summary>
internal static class SignatureImage
{
    /// <summary>Largest file, bytes.</summary>
    public const int MostBytes = 300_000;

    /// <summary>Least and most pixels a side.</summary>
    public const int LeastSide = 16, MostSide = 3_000;

    /// <summary>Most pixels together.</summary>
    public const int MostPixels = 4_000_000;

    // PDF pictures are kept this wide at most: 60 mm at some 500 dpi.
    private const int StoredWidth = 1_200;

    private static ReadOnlySpan<byte> PngHead => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Why the bytes cannot be a signature, as a problem code; nothing when they can.</summary>
    public static string? Fault(ReadOnlySpan<byte> png)
    {
        if (png.Length > MostBytes)
            return "signature.too-large";
        if (png.Length < 33 || !png.StartsWith(PngHead))
            return "signature.not-png";

        var width = BinaryPrimitives.ReadUInt32BigEndian(png[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(png[20..]);
        if (width is < LeastSide or > MostSide || height is < LeastSide or > MostSide || width * height > MostPixels)
            return "signature.dimensions";

        using var image = TryDecode(png);
        if (image is null)
            return "signature.damaged";
        return IsBlank(image) ? "signature.blank" : null;
    }

    /// <summary>The picture on white, grey, scaled down where it is finer than print needs.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a whole PNG.</exception>
    public static SKImage Decode(byte[] png)
    {
        using var bitmap = TryDecode(png) ?? throw new InvalidDataException("The signature is not a whole PNG.");
        if (bitmap.Width <= StoredWidth)
            return SKImage.FromBitmap(bitmap);
        var smaller = bitmap.Info.WithSize(StoredWidth, Math.Max(1, bitmap.Height * StoredWidth / bitmap.Width));
        using var scaled = bitmap.Resize(smaller, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return SKImage.FromBitmap(scaled);
    }

    private static SKBitmap? TryDecode(ReadOnlySpan<byte> png)
    {
        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Png)
            return null;

        using var colours = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        // A file that ends early decodes in part and says so; half a signature is none.
        if (codec.GetPixels(colours.Info, colours.GetPixels()) != SKCodecResult.Success)
            return null;

        var grey = new SKBitmap(new SKImageInfo(colours.Width, colours.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(grey);
        canvas.Clear(SKColors.White);
        canvas.DrawBitmap(colours, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return grey;
    }

    private static bool IsBlank(SKBitmap grey)
    {
        var pixels = grey.GetPixelSpan();
        var darkest = byte.MaxValue;
        foreach (var pixel in pixels)
            darkest = Math.Min(darkest, pixel);
        return darkest > 0xE0 || !pixels.ContainsAnyExcept(pixels[0]);
    }
}
