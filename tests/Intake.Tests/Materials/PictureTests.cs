using System.Diagnostics;
using System.Text;
using SkiaSharp;
using Wenden.Intake.Materials.Checking;

namespace Wenden.Intake.Tests.Materials;

public sealed class PictureTests
{
    [Theory]
    [InlineData(1, 40, 20, "red", "blue")]
    [InlineData(2, 40, 20, "blue", "red")]
    [InlineData(3, 40, 20, "blue", "red")]
    [InlineData(4, 40, 20, "red", "blue")]
    [InlineData(5, 20, 40, "red", "blue")]
    [InlineData(6, 20, 40, "red", "blue")]
    [InlineData(7, 20, 40, "blue", "red")]
    [InlineData(8, 20, 40, "blue", "red")]
    public void A_photograph_is_upright_and_tells_no_place(int orientation, int width, int height, string first, string last)
    {
        var photograph = Samples.WithExif(Samples.Jpeg(), (ushort)orientation);
        Encoding.Latin1.GetString(photograph).ShouldContain(Samples.Secret);

        var kept = CheckedFile.Of(photograph);

        kept.Fault.ShouldBeNull();
        kept.MediaType.ShouldBe("image/jpeg");
        var bytes = Encoding.Latin1.GetString(kept.Content);
        bytes.ShouldNotContain(Samples.Secret);
        bytes.ShouldNotContain("Exif");
        using var picture = Samples.Decode(kept);
        (picture.Width, picture.Height).ShouldBe((width, height));
        (Colour(picture.GetPixel(3, 3)), Colour(picture.GetPixel(width - 4, height - 4))).ShouldBe((first, last));
    }

    [Fact]
    public void A_png_loses_its_comments_and_nothing_else()
    {
        var kept = CheckedFile.Of(Samples.WithComment(Samples.Png()));

        (kept.Fault, kept.MediaType).ShouldBe((null, "image/png"));
        Encoding.Latin1.GetString(kept.Content).ShouldNotContain(Samples.Secret);
        using var picture = Samples.Decode(kept);
        picture.GetPixel(3, 3).ShouldBe(SKColors.Red);
        picture.GetPixel(36, 16).ShouldBe(SKColors.Blue);
    }

    [Fact]
    public void The_same_picture_becomes_the_same_bytes() =>
        CheckedFile.Of(Samples.Jpeg()).Content.ShouldBe(CheckedFile.Of(Samples.Jpeg()).Content);

    [Fact]
    public void A_picture_that_claims_to_be_huge_is_refused_by_its_header()
    {
        foreach (var small in new[] { Samples.ClaimingPng(50_000, 50_000), Samples.ClaimingPng(900_000, 2), Samples.ClaimingJpeg(50_000, 50_000) })
        {
            small.Length.ShouldBeLessThan(2_000);
            var (before, started) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());

            CheckedFile.Of(small).Fault.ShouldBe("material.picture-too-large");

            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
            (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(50_000_000);
        }
    }

    [Fact]
    public void A_damaged_or_shortened_picture_is_refused()
    {
        var (jpeg, png) = (Samples.Jpeg(400, 200), Samples.Png(400, 200));

        CheckedFile.Of(jpeg[..(jpeg.Length / 2)]).Fault.ShouldBe("material.picture-broken");
        CheckedFile.Of(png[..(png.Length / 2)]).Fault.ShouldBe("material.picture-broken");
        CheckedFile.Of(png[..20]).Fault.ShouldBe("material.picture-broken");
        CheckedFile.Of(Samples.ClaimingPng(100, 100)).Fault.ShouldBe("material.picture-broken");
    }

    [Fact]
    public void A_file_is_told_by_what_it_is()
    {
        CheckedFile.Of([]).Fault.ShouldBe("material.empty");
        foreach (var other in new[] { "GIF89a", "<html>", "MZ\u0090", "\0\0\0\u0018ftypheic", "RIFF....WEBPVP8 ", "<?xml version=\"1.0\"?><svg/>" })
            CheckedFile.Of(Encoding.Latin1.GetBytes(other)).Fault.ShouldBe("material.format-unknown", other);
    }

    private static string Colour(SKColor colour) => colour.Red > colour.Blue ? "red" : "blue";
}
