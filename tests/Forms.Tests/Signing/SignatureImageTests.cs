using System.Buffers.Binary;
using System.IO.Compression;
using Wenden.Forms.Signing;

namespace Wenden.Forms.Tests.Signing;

public sealed class SignatureImageTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(600, 200)]
    [InlineData(3_000, 1_000)]
    public void Accepts_a_written_signature(int width, int height)
    {
        var png = Pictures.Signature(width, height);

        SignatureImage.Fault(png).ShouldBeNull();
        using var image = SignatureImage.Decode(png);
        image.Width.ShouldBeLessThanOrEqualTo(1_200);
        ((float)image.Width / image.Height).ShouldBe((float)width / height, 0.05f);
    }

    [Fact]
    public void Rejects_what_is_not_a_PNG()
    {
        SignatureImage.Fault([]).ShouldBe("signature.not-png");
        SignatureImage.Fault("<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'/>"u8).ShouldBe("signature.not-png");
        SignatureImage.Fault(Jpeg()).ShouldBe("signature.not-png");
        SignatureImage.Fault(Pictures.Signature().AsSpan(0, 20)).ShouldBe("signature.not-png");
    }

    [Fact]
    public void Rejects_a_picture_that_ends_early()
    {
        var png = Pictures.Signature();

        SignatureImage.Fault(png.AsSpan(0, png.Length / 2)).ShouldBe("signature.damaged");
        SignatureImage.Fault(png.AsSpan(0, 40)).ShouldBe("signature.damaged");
    }

    [Fact]
    public void Rejects_a_picture_with_a_broken_checksum()
    {
        var png = Pictures.Signature();
        png[png.Length / 2] ^= 0xFF;

        SignatureImage.Fault(png).ShouldBe("signature.damaged");
    }

    [Theory]
    [InlineData(8, 200)]
    [InlineData(3_001, 200)]
    [InlineData(2_500, 2_500)]
    [InlineData(0x7FFF_FFFF, 0x7FFF_FFFF)]
    public void Rejects_dimensions_before_unpacking(uint width, uint height)
    {
        // The header alone claims the size; there is nothing behind it to unpack.
        var png = Pictures.Signature();
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        SignatureImage.Fault(png).ShouldBe("signature.dimensions");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void Rejects_a_file_that_is_too_large()
    {
        var noise = new byte[SignatureImage.MostBytes + 1];
        Pictures.Signature().CopyTo(noise, 0);

        SignatureImage.Fault(noise).ShouldBe("signature.too-large");
    }

    [Fact]
    public void Rejects_an_empty_pad() => SignatureImage.Fault(Pictures.Blank(600, 200)).ShouldBe("signature.blank");

    [Fact]
    public void Rejects_pixels_that_end_before_the_picture_does()
    {
        // A valid PNG in every chunk, but its pixel data unpack to a tenth of the rows.
        var png = new MemoryStream();
        png.Write(Pictures.Signature().AsSpan(0, 8));
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, 400);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), 400);
        head[8] = 8;
        Chunk(png, "IHDR", head);
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(new byte[401 * 40]);
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);

        SignatureImage.Fault(png.ToArray()).ShouldBe("signature.damaged");
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        png.Write(number);
    }

    // PNG's own checksum (ISO 3309).
    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320;
        }

        return ~crc;
    }

    private static byte[] Jpeg()
    {
        using var bitmap = SkiaSharp.SKBitmap.Decode(Pictures.Signature());
        using var jpeg = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 80);
        return jpeg.ToArray();
    }
}
