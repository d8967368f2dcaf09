using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;
using Wenden.Intake.Materials.Checking;

namespace Wenden.Intake.Tests.Materials;

/// <summary>Files as people bring them, and as they should not.</summary>
internal static class Samples
{
    /// <summary>Words that a picture's or a document's metadata tell.</summary>
    public const string Secret = "GPS 37.19N 122.05E of Wang";

    /// <summary>A picture of two halves: the left red, the right blue.</summary>
    public static byte[] Jpeg(int width = 40, int height = 20, int seed = 0) => Encode(width, height, SKEncodedImageFormat.Jpeg, seed);

    public static byte[] Png(int width = 40, int height = 20, int seed = 0) => Encode(width, height, SKEncodedImageFormat.Png, seed);

    /// <summary>The JPEG with metadata of a telephone: how it was held, and where.</summary>
    public static byte[] WithExif(byte[] jpeg, ushort orientation)
    {
        var tiff = new List<byte>("Exif\0\0MM\0*\0\0\0\u0008"u8.ToArray());
        // Two entries: the orientation, and a description that stands behind them.
        tiff.AddRange([0, 2]);
        tiff.AddRange([0x01, 0x0E, 0, 2, 0, 0, 0, (byte)(Secret.Length + 1), 0, 0, 0, 38]);
        tiff.AddRange([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0]);
        tiff.AddRange([0, 0, 0, 0]);
        tiff.AddRange([.. Encoding.ASCII.GetBytes(Secret), 0]);
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((tiff.Count + 2) >> 8), (byte)(tiff.Count + 2), .. tiff, .. jpeg[2..]];
    }

    /// <summary>The PNG with a comment.</summary>
    public static byte[] WithComment(byte[] png) => [.. png[..33], .. Chunk("tEXt", Encoding.ASCII.GetBytes($"Comment\0{Secret}")), .. png[33..]];

    /// <summary>A PNG of a few bytes that claims to be of that size.</summary>
    public static byte[] ClaimingPng(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(new byte[200]);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A JPEG whose header claims that size.</summary>
    public static byte[] ClaimingJpeg(ushort width, ushort height)
    {
        var jpeg = Jpeg();
        for (var at = 2; at < jpeg.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))
        {
            if (jpeg[at + 1] is not (0xC0 or 0xC2))
                continue;
            BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(at + 5), height);
            BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(at + 7), width);
            return jpeg;
        }

        throw new InvalidOperationException("The JPEG has no frame.");
    }

    /// <summary>A PDF of one page; what is given goes into its catalogue, its trailer, or in as objects from number 6 on.</summary>
    public static byte[] Pdf(string catalogue = "", string trailer = "", string page = "", params string[] objects)
    {
        var content = "BT /F1 24 Tf 72 700 Td (Labour contract) Tj ET";
        string[] all =
        [
            $"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> {page} >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            .. objects,
        ];
        var pdf = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var number = 1; number <= all.Length; number++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number} 0 obj\n{all[number - 1]}\nendobj\n");
        }

        var start = pdf.Length;
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"xref\n0 {all.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer\n<< /Size {all.Length + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    public static SKBitmap Decode(CheckedFile file) => SKBitmap.Decode(file.Content);

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format, int seed)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.Red);
        using var blue = new SKPaint { Color = SKColors.Blue };
        surface.Canvas.DrawRect(width / 2f, 0, width / 2f, height, blue);
        using var other = new SKPaint { Color = new SKColor((uint)seed * 2_654_435_761u | 0xFF000000) };
        if (seed != 0)
            surface.Canvas.DrawRect(0, height / 2f, width / 4f, height / 2f, other);
        using var picture = surface.Snapshot();
        using var encoded = picture.Encode(format, 95);
        return encoded.ToArray();
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return ~crc;
    }
}
