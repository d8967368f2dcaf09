using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using Wenden.Forms.Archiving;
using Wenden.Forms.Drawing;
using Wenden.Forms.Sealing;
using Wenden.Forms.Templates;
using Wenden.Forms.Verifying;
using Wenden.ServiceDefaults;

namespace Wenden.Forms.Tests.Service;

/// <summary>Anybody verifies a form by its QR code or as a file.</summary>
public sealed class VerifyTests(FormsHall hall)
{
    [Fact]
    public async Task Who_has_the_form_learns_that_it_is_genuine_and_not_what_it_says()
    {
        var visit = await RenderedAsync();
        var before = (await FindAsync(visit.FormId))!;
        var signed = await visit.SignAsync(Pictures.Signature());

        using var answer = await Anybody.GetAsync(new Uri($"/verify/{visit.FormId}", UriKind.Relative));
        var after = (await answer.Content.ReadFromJsonAsync<VerifiedForm>(HallJson.Options))!;

        (before.State, before.SignedAt, before.Seal.State, before.IsIntact).ShouldBe(("rendered", null, "none", true));
        (after.State, after.SiteName, after.Template, after.Person).ShouldBe(("signed", "文登区人社综合服务大厅", "subsidy-4050-application", "王**"));
        (after.Sha256, after.RenderedSha256, after.IsIntact).ShouldBe((signed.Forms[0].Sha256, before.Sha256, true));
        after.Seal.ShouldBe(new VerifiedSeal("valid", "文登区人社综合服务大厅（样例）"));
        var text = await answer.Content.ReadAsStringAsync();
        foreach (var secret in new[] { "秀", "371003", "13800000000", "6217" })
            text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_file_is_told_from_every_other()
    {
        var visit = await RenderedAsync();
        var shown = await visit.PdfAsync(visit.FormId);
        hall.Registry.Knows(Samples.Person(("phone", "13900000000")) with { PersonId = visit.Request.PersonId });
        using (await visit.TrySignAsync(Pictures.Signature()))
        {
            // It is drawn anew.
        }

        var unsigned = await visit.PdfAsync(visit.FormId);
        await visit.SignAsync(Pictures.Signature());
        var signed = await visit.PdfAsync(visit.FormId);
        var changed = signed.ToArray();
        changed[signed.Length / 2] ^= 1;
        var foreign = PdfSeal.Put(shown, Strange(), "理由", "地点", Samples.Now);

        (await CheckAsync(signed)).ShouldBe(("signed", "valid", visit.FormId));
        (await CheckAsync(unsigned)).ShouldBe(("unsigned", "none", visit.FormId));
        (await CheckAsync(shown)).ShouldBe(("void", "none", visit.FormId));
        (await CheckAsync(changed)).ShouldBe(("unknown", "broken", null));
        (await CheckAsync(foreign)).ShouldBe(("unknown", "foreign", null));
    }

    [Fact]
    public async Task A_damaged_archive_is_told()
    {
        var visit = await RenderedAsync();
        var sha256 = (await visit.SignAsync(Pictures.Signature())).Forms[0].Sha256;
        var path = Path.Combine(hall.Archive, sha256[..2], $"{sha256}.pdf");
        var content = await File.ReadAllBytesAsync(path);
        content[^300] ^= 1;
        await File.WriteAllBytesAsync(path, content);

        var form = (await FindAsync(visit.FormId))!;

        (form.IsIntact, form.Seal.State).ShouldBe((false, "broken"));
    }

    [Fact]
    public async Task What_is_no_form_is_refused()
    {
        using var unknown = await Anybody.GetAsync(new Uri($"/verify/{Guid.CreateVersion7()}", UriKind.Relative));
        using var word = await PostAsync("a letter"u8.ToArray());
        using var empty = await PostAsync([]);
        using var large = await PostAsync([.. "%PDF-1.4"u8, .. new byte[VerifyForm.MostBytes]]);

        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "verify.unknown");
        foreach (var refused in new[] { word, empty, large })
            await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "verify.not-pdf");
    }

    [Fact]
    public void Every_page_of_every_form_leads_to_its_verification()
    {
        foreach (var template in Samples.Templates.All)
        {
            var pages = Samples.Drawing.Arrange(Specimen.Longest(template)).Pages;
            pages.Count.ShouldBeGreaterThan(0);
            if (!template.Cells.OfType<CodeCell>().Any())
                pages.ShouldAllBe(page => page.Marks.OfType<CodeMark>().Count() == 1, template.Name);
        }
    }

    private HttpClient Anybody => hall.Second.CreateClient();

    private async Task<VerifiedForm?> FindAsync(Guid form) => await Anybody.GetFromJsonAsync<VerifiedForm>($"/verify/{form}", HallJson.Options);

    private async Task<(string Match, string Seal, Guid? Form)> CheckAsync(byte[] pdf)
    {
        using var answer = await PostAsync(pdf);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var file = (await answer.Content.ReadFromJsonAsync<VerifiedFile>(HallJson.Options))!;
        file.Sha256.ShouldBe(FileArchive.HashOf(pdf));
        return (file.Match, file.Seal.State, file.Form?.FormId);
    }

    private Task<HttpResponseMessage> PostAsync(byte[] pdf)
    {
        var content = new ByteArrayContent(pdf);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return Anybody.PostAsync(new Uri("/verify", UriKind.Relative), content);
    }

    private SiteSeal Strange()
    {
        var site = $"site-{Guid.CreateVersion7():N}";
        Authority.Issue(Path.Combine(hall.Seals, $"{site}.pfx"), "a seal of a test");
        return new SealBook(new SealOptions { Seals = hall.Seals, SealPassword = "a seal of a test" }, "", new FakeTimeProvider(Samples.Now)).Of(site, "");
    }

    private async Task<Visit> RenderedAsync()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();
        return visit;
    }
}
