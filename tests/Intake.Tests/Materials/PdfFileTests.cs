using System.IO.Compression;
using System.Text;
using UglyToad.PdfPig;
using Wenden.Intake.Materials.Checking;

namespace Wenden.Intake.Tests.Materials;

public sealed class PdfFileTests
{
    private const string Info = "/Info 6 0 R";
    private const string Author = $"<< /Author ({Samples.Secret}) /Title (A) >>";

    [Fact]
    public void Its_pages_stay_and_its_metadata_go()
    {
        var brought = Samples.Pdf(trailer: Info, catalogue: "/Metadata 7 0 R", objects: [Author, Stream("/Type /Metadata /Subtype /XML", $"<x>{Samples.Secret}</x>")]);
        Encoding.Latin1.GetString(brought).ShouldContain(Samples.Secret);

        var kept = CheckedFile.Of(brought);

        (kept.Fault, kept.MediaType).ShouldBe((null, "application/pdf"));
        Encoding.Latin1.GetString(kept.Content).ShouldNotContain(Samples.Secret);
        using var document = PdfDocument.Open(kept.Content);
        document.NumberOfPages.ShouldBe(1);
        document.GetPage(1).Text.ShouldBe("Labour contract");
        CheckedFile.Of(brought).Content.SequenceEqual(kept.Content).ShouldBeTrue("the same file is the same bytes");
        CheckedFile.Of(kept.Content).Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "", "", "material.pdf-active")]
    [InlineData("/OpenAction 6 0 R", "", "<< /Type /Action /S /Launch /F (cmd.exe) >>", "material.pdf-active")]
    [InlineData("/Names << /JavaScript << /Names [(a) 6 0 R] >> >>", "", "<< /S /JavaScript /JS (x) >>", "material.pdf-active")]
    [InlineData("", "/AA << /O << /S /J#61vaScript /J#53 (x) >> >>", "", "material.pdf-active")]
    [InlineData("", "/Annots [6 0 R]", "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /SubmitForm /F (http://x) >> >>", "material.pdf-active")]
    [InlineData("/AcroForm << /XFA 6 0 R >>", "", "<< /Length 1 >>\nstream\nx\nendstream", "material.pdf-active")]
    [InlineData("/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>", "", "<< /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>", "material.pdf-files")]
    [InlineData("", "/Annots [6 0 R]", "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>", "material.pdf-files")]
    public void One_that_does_something_is_refused(string catalogue, string page, string more, string code) =>
        CheckedFile.Of(Samples.Pdf(catalogue, page: page, objects: more.Length == 0 ? [] : [more])).Fault.ShouldBe(code);

    [Fact]
    public void A_script_in_a_packed_object_is_found()
    {
        var objects = "7 0 << /S /JavaScript /JS (x) >>";
        var packed = Pack(Encoding.ASCII.GetBytes(objects));
        var brought = WithObjectStream(packed, first: 4, holds: 7);

        CheckedFile.Of(brought).Fault.ShouldBe("material.pdf-active");
    }

    [Fact]
    public void One_that_unpacks_to_gigabytes_is_refused()
    {
        // Packed twice by a thousand: 300 MB in the end.
        var packed = Pack(new byte[300_000_000]);
        packed.Length.ShouldBeLessThan(1_000_000);

        CheckedFile.Of(WithObjectStream(packed, first: 4, holds: 7)).Fault.ShouldBe("material.pdf-broken");
    }

    [Fact]
    public void A_broken_one_is_refused()
    {
        var good = Samples.Pdf();

        CheckedFile.Of("%PDF-1.7\n"u8.ToArray()).Fault.ShouldBe("material.pdf-broken");
        CheckedFile.Of([.. "%PDF-1.7\n"u8, .. new byte[5_000]]).Fault.ShouldBe("material.pdf-broken");
        CheckedFile.Of(good[..(good.Length / 3)]).Fault.ShouldBe("material.pdf-broken");
        CheckedFile.Of(Encoding.Latin1.GetBytes($"%PDF-1.7\n1 0 obj\n{new string('[', 200_000)}")).Fault.ShouldBe("material.pdf-broken");
    }

    [Fact]
    public void An_encrypted_one_is_refused()
    {
        // Standard security, 40 bits: the password is asked for, or empty; either way nobody here can check what is in it.
        var entry = $"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{new string('a', 64)}> /U <{new string('b', 64)}> >>";
        var brought = Samples.Pdf(trailer: "/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]", objects: entry);

        CheckedFile.Of(brought).Fault.ShouldBe("material.pdf-encrypted");
    }

    [Fact]
    public void A_signed_one_keeps_the_bytes_that_were_signed()
    {
        var brought = Samples.Pdf(
            catalogue: "/AcroForm << /Fields [6 0 R] /SigFlags 3 >>",
            objects: ["<< /FT /Sig /T (s) /V 7 0 R >>", "<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 10 20 10] /Contents <00> >>"]);

        CheckedFile.Of(brought).Content.ShouldBe(brought);
        CheckedFile.Of([.. brought, .. "% 9 0 obj << /S /Launch >>"u8]).Fault.ShouldBe("material.pdf-active");
    }

    private static string Stream(string dictionary, string content) => $"<< {dictionary} /Length {content.Length} >>\nstream\n{content}\nendstream";

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(content);
        return packed.ToArray();
    }

    /// <summary>A PDF whose last object is a packed one, named by a cross-reference stream.</summary>
    private static byte[] WithObjectStream(byte[] packed, int first, int holds)
    {
        var pdf = new List<byte>("%PDF-1.7\n"u8.ToArray());
        var offsets = new Dictionary<int, int>();
        void Add(int number, byte[] content)
        {
            offsets[number] = pdf.Count;
            pdf.AddRange([.. Encoding.ASCII.GetBytes($"{number} 0 obj\n"), .. content, .. "\nendobj\n"u8]);
        }

        Add(1, Encoding.ASCII.GetBytes($"<< /Type /Catalog /Pages 2 0 R /OpenAction {holds} 0 R >>"));
        Add(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"u8.ToArray());
        Add(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"u8.ToArray());
        Add(6, [.. Encoding.ASCII.GetBytes($"<< /Type /ObjStm /N 1 /First {first} /Filter /FlateDecode /Length {packed.Length} >>\nstream\n"), .. packed, .. "\nendstream"u8]);
        var start = pdf.Count;
        offsets[8] = start;
        var rows = new List<byte>();
        for (var number = 0; number <= 8; number++)
        {
            rows.AddRange(number == holds
                ? [2, 0, 0, 0, 6, 0]
                : offsets.TryGetValue(number, out var at) ? [1, (byte)(at >> 24), (byte)(at >> 16), (byte)(at >> 8), (byte)at, 0] : [0, 0, 0, 0, 0, 0]);
        }

        pdf.AddRange([
            .. Encoding.ASCII.GetBytes($"8 0 obj\n<< /Type /XRef /Size 9 /W [1 4 1] /Root 1 0 R /Length {rows.Count} >>\nstream\n"), .. rows, .. "\nendstream\nendobj\n"u8,
            .. Encoding.ASCII.GetBytes($"startxref\n{start}\n%%EOF\n")]);
        return [.. pdf];
    }
}
