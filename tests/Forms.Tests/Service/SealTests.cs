using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Wenden.Forms.Sealing;

namespace Wenden.Forms.Tests.Service;

/// <summary>The site's seal on signed forms, checked by poppler's <c>pdfsig</c>, which is not the writer.</summary>
public sealed class SealTests(FormsHall hall)
{
    [Fact]
    public async Task A_signed_form_is_sealed_and_a_PDF_reader_finds_it_whole()
    {
        var (visit, pdf) = await SignedAsync();

        var told = await PdfSigAsync(pdf);

        told.ShouldContain("Signature is Valid.");
        told.ShouldContain("ETSI.CAdES.detached");
        told.ShouldContain("Total document signed");
        told.ShouldContain("文登区人社综合服务大厅");
        var check = SealCheck.Of(pdf);
        check.State.ShouldBe(SealCheck.Whole);
        check.Certificate!.Thumbprint.ShouldBe(await hall.ScalarAsync<string>("select seal from forms where site = @Site", new { visit.Site }));
        using var text = new PdfText(pdf);
        text.Text.ShouldContain("王秀兰");
    }

    [Fact]
    public async Task Any_change_is_found()
    {
        var (_, pdf) = await SignedAsync();
        var hex = System.Text.Encoding.Latin1.GetString(pdf).IndexOf("/Contents <", StringComparison.Ordinal) + "/Contents <".Length;

        foreach (var place in new[] { 20, pdf.Length / 3, pdf.Length / 2, hex - 40, hex + 900, pdf.Length - 10 })
        {
            var changed = pdf.ToArray();
            changed[place] = (byte)(changed[place] == (byte)'1' ? '2' : '1');
            if (changed[place] != pdf[place])
                SealCheck.Of(changed).State.ShouldBe(SealCheck.Broken, $"byte {place}");
        }

        SealCheck.Of([.. pdf, .. "\n%added\n"u8]).State.ShouldBe(SealCheck.Broken);
        SealCheck.Of(pdf[..^1]).State.ShouldBe(SealCheck.Broken);
        var amount = pdf.ToArray();
        amount[pdf.Length / 2] ^= 1;
        (await PdfSigAsync(amount)).ShouldNotContain("Signature is Valid.");
    }

    [Fact]
    public async Task The_drawing_under_the_seal_keeps_every_byte()
    {
        var drawn = Samples.Drawing.Pdf(Samples.Form("subsidy-4050-application")).Pdf;
        var seal = new SealBook(new SealOptions { Seals = hall.Seals, SampleSeals = true, SealPassword = "a seal of a test" }, "", new FakeTimeProvider(Samples.Now)).Of("site-of-bytes", "样例大厅");

        var whole = PdfSeal.Put(drawn, seal, "理由", "地点", Samples.Now);

        whole.AsSpan(0, drawn.Length).SequenceEqual(drawn).ShouldBeTrue();
        (await PdfSigAsync(whole)).ShouldContain("Signature is Valid.");
        Should.Throw<InvalidDataException>(() => PdfSeal.Put(whole, seal, "", "", Samples.Now));
        Should.Throw<InvalidDataException>(() => PdfSeal.Put("no PDF"u8.ToArray(), seal, "", "", Samples.Now));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void Whatever_the_bytes_are_there_is_an_answer(string bytes) =>
        SealCheck.Of(System.Text.Encoding.Latin1.GetBytes(bytes)).State.ShouldBe(bytes.Contains("/ByteRange [0") ? SealCheck.Broken : SealCheck.None);

    public static TheoryData<string> Odd =>
    [
        "", "%PDF-1.4", "/ByteRange [0 1 2 3]", "/ByteRange [0 9 1 99]", "/ByteRange [0 0 0 0]", "/ByteRange [0 999999999 999999999 999999999]",
        "/ByteRange [0 21 25 0]<zz>", "/ByteRange [0 21 27 0]<3080>", "/ByteRange [0 9999999999999 2 3]"[..12],
    ];

    [Fact]
    public void A_seal_is_made_once_whoever_asks_first_and_only_in_a_sample_hall()
    {
        var site = $"site-{Guid.CreateVersion7():N}";
        var options = new SealOptions { Seals = hall.Seals, SealPassword = "a seal of a test" };
        var real = new SealBook(options, "", new FakeTimeProvider(Samples.Now));
        Should.Throw<SealMissingException>(() => real.Of(site, "样例大厅"));

        var sample = new SealOptions { Seals = hall.Seals, SealPassword = "a seal of a test", SampleSeals = true };
        var thumbprints = new string[16];
        Parallel.For(0, thumbprints.Length, number => thumbprints[number] = new SealBook(sample, "", new FakeTimeProvider(Samples.Now)).Of(site, "样例大厅").Certificate.Thumbprint);

        thumbprints.Distinct().ShouldHaveSingleItem();
        real.Of(site, "样例大厅").Certificate.Thumbprint.ShouldBe(thumbprints[0]);
        var file = Path.Combine(hall.Seals, $"{site}.pfx");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Should.Throw<SealMissingException>(() => new SealBook(new SealOptions { Seals = hall.Seals, SealPassword = "another" }, "", new FakeTimeProvider(Samples.Now)).Of(site, "样例大厅"));
        Should.Throw<SealMissingException>(() => real.Of("../" + site, "样例大厅"));
        Should.Throw<SealMissingException>(() => new SealBook(sample, "", new FakeTimeProvider(Samples.Now.AddYears(11))).Of(site, "样例大厅"), "ten years are over");
    }

    [Fact]
    public async Task Without_a_seal_that_counts_nothing_is_signed()
    {
        var visit = new Visit(hall, Samples.Person(), "service-item-application");
        await visit.RenderAsync();
        await File.WriteAllTextAsync(Path.Combine(hall.Seals, $"{visit.Site}.pfx"), "no certificate");

        using var refused = await visit.TrySignAsync(Pictures.Signature());

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "seal.missing");
        (await visit.FormsAsync())[0].State.ShouldBe("rendered");
    }

    [Fact]
    public async Task A_certificate_of_an_authority_seals_with_those_that_vouch_for_it()
    {
        var visit = new Visit(hall, Samples.Person(), "service-item-application");
        await visit.RenderAsync();
        Authority.Issue(Path.Combine(hall.Seals, $"{visit.Site}.pfx"), "a seal of a test");

        await visit.SignAsync(Pictures.Signature());

        var told = await PdfSigAsync(await visit.PdfAsync(visit.FormId));
        told.ShouldContain("Signature is Valid.");
        told.ShouldContain("大厅电子印章");
    }

    /// <summary>What <c>pdfsig</c> says of a file.</summary>
    internal static async Task<string> PdfSigAsync(byte[] pdf)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7()}.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        try
        {
            using var program = Process.Start(new ProcessStartInfo("pdfsig", [file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (said, complained) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
            await program.WaitForExitAsync();
            return await said + await complained;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<(Visit Visit, byte[] Pdf)> SignedAsync()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();
        await visit.SignAsync(Pictures.Signature());
        return (visit, await visit.PdfAsync(visit.FormId));
    }
}
