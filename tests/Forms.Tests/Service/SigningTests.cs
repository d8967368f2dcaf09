using System.Net;
using System.Security.Cryptography;
using Wenden.Contracts.Forms;

namespace Wenden.Forms.Tests.Service;

public sealed class SigningTests(FormsHall hall)
{
    [Fact]
    public async Task Every_form_that_wants_a_signature_gets_it()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application", "service-item-application", "acceptance-receipt");
        await visit.RenderAsync();

        var signed = await visit.SignAsync(Pictures.Signature());

        signed.Forms.Select(form => form.FormId).ShouldBe([visit.Wanted[0].FormId, visit.Wanted[1].FormId], ignoreOrder: true);
        foreach (var form in signed.Forms)
        {
            var pdf = await visit.PdfAsync(form.FormId);
            Convert.ToHexStringLower(SHA256.HashData(pdf)).ShouldBe(form.Sha256);
            using var text = new PdfText(pdf);
            text.AllPages[0].GetImages().Count().ShouldBe(1);
            text.Text.ShouldContain("签名日期：2019年10月21日");
        }

        var forms = await visit.FormsAsync();
        forms.Select(form => form.State).ShouldBe(["signed", "signed", "rendered"], ignoreOrder: true);
        forms.Where(form => form.State == "signed").ShouldAllBe(form => form.SignedBy == "t001" && form.SignedAt == signed.SignedAt);
    }

    [Fact]
    public async Task The_event_carries_the_hashes_of_the_signed_files()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();

        var signed = await visit.SignAsync(Pictures.Signature());

        var told = (await hall.EventsAsync<FormsSigned>(visit.CaseId)).ShouldHaveSingleItem();
        told.Site.ShouldBe(visit.Site);
        told.SignedAt.ShouldBe(signed.SignedAt);
        told.Forms.ShouldBe(signed.Forms);
    }

    [Fact]
    public async Task Signing_again_gives_the_same_answer_and_no_second_event()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application", "service-item-application");
        await visit.RenderAsync();
        var first = await visit.SignAsync(Pictures.Signature());

        var again = await visit.SignAsync(Pictures.Signature(), hall.Second);

        again.SignedAt.ShouldBe(first.SignedAt);
        again.Forms.ShouldBe(first.Forms);
        (await hall.EventsAsync<FormsSigned>(visit.CaseId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_wanted_any_more_is_left_out_however_early_that_is_known()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application", "service-item-application", "personal-commitment");
        var (early, late) = (visit.Wanted[1].FormId, visit.Wanted[2].FormId);
        await hall.TellAsync(new FormWithdrawn { Site = visit.Site, CaseId = visit.CaseId, FormId = early });
        await visit.RenderAsync();
        await hall.TellAsync(new FormWithdrawn { Site = visit.Site, CaseId = visit.CaseId, FormId = late });

        var signed = await visit.SignAsync(Pictures.Signature());

        signed.Forms.Select(form => form.FormId).ShouldBe([visit.FormId]);
        (await visit.FormsAsync()).Where(form => form.FormId != visit.FormId).ShouldAllBe(form => form.State == "rendered");
    }

    [Fact]
    public async Task What_was_wanted_after_the_signature_is_signed_by_another()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();
        var first = await visit.SignAsync(Pictures.Signature(seed: 1));
        var commitment = new WantedForm { FormId = Guid.CreateVersion7(), Template = "personal-commitment", Values = new Dictionary<string, string>() };
        await hall.AskAsync(visit.Request with { Forms = [commitment] });
        await hall.RenderedAsync(visit.CaseId, times: 2);

        var second = await visit.SignAsync(Pictures.Signature(seed: 2));
        var again = await visit.SignAsync(Pictures.Signature(seed: 2), hall.Second);

        second.Forms.Single(form => form.FormId == visit.FormId).Sha256.ShouldBe(first.Forms[0].Sha256, "it keeps the first signature");
        second.Forms.Count.ShouldBe(2);
        again.Forms.ShouldBe(second.Forms);
    }

    [Fact]
    public async Task Another_signature_afterwards_is_refused()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();
        var first = await visit.SignAsync(Pictures.Signature(seed: 1));

        using var other = await visit.TrySignAsync(Pictures.Signature(seed: 2));

        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "signature.other");
        (await visit.FormsAsync())[0].SignedSha256.ShouldBe(first.Forms[0].Sha256);
    }

    [Fact]
    public async Task Two_replicas_signing_at_once_sign_once()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application", "service-item-application");
        await visit.RenderAsync();
        var png = Pictures.Signature();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => visit.SignAsync(png, number % 2 == 0 ? hall.First : hall.Second)));

        answers.SelectMany(answer => answer.Forms).Distinct().Count().ShouldBe(2);
        answers.Select(answer => answer.SignedAt).Distinct().Count().ShouldBe(1);
        (await hall.EventsAsync<FormsSigned>(visit.CaseId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_different_signatures_at_once_one_counts()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();

        var responses = await Task.WhenAll(Enumerable.Range(1, 6).Select(seed =>
            visit.TrySignAsync(Pictures.Signature(seed: seed, width: 600 + seed), seed % 2 == 0 ? hall.First : hall.Second)));

        responses.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        responses.Count(response => response.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        (await hall.EventsAsync<FormsSigned>(visit.CaseId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_command_key_gives_the_same_answer()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();
        var key = Guid.CreateVersion7().ToString();

        using var first = await visit.TrySignAsync(Pictures.Signature(), key: key);
        using var again = await visit.TrySignAsync(Pictures.Signature(), hall.Second, key: key);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_bad_signature_changes_nothing()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();

        using var text = await visit.TrySignAsync("hello"u8.ToArray());
        using var cut = await visit.TrySignAsync(Pictures.Signature()[..500]);
        using var large = await visit.TrySignAsync(new byte[300_001]);
        using var blank = await visit.TrySignAsync(Pictures.Blank(300, 100));

        await text.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "signature.not-png");
        await cut.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "signature.damaged");
        await large.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "signature.too-large");
        await blank.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "signature.blank");
        (await visit.FormsAsync())[0].State.ShouldBe("rendered");
    }

    [Fact]
    public async Task A_case_without_forms_to_sign_cannot_be_signed()
    {
        var none = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        var receipt = new Visit(hall, Samples.Person(), "acceptance-receipt");
        await receipt.RenderAsync();

        using var unknown = await none.TrySignAsync(Pictures.Signature());
        using var nothing = await receipt.TrySignAsync(Pictures.Signature());

        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.unknown");
        await nothing.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.nothing-to-sign");
    }

    [Fact]
    public async Task Only_a_teller_of_the_site_takes_a_signature()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();

        using var reviewer = await visit.TrySignAsync(Pictures.Signature(), role: "reviewer");
        using var elsewhere = await visit.TrySignAsync(Pictures.Signature(), site: "town-other");

        await reviewer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "http.403");
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
        (await visit.FormsAsync())[0].State.ShouldBe("rendered");
    }

    [Fact]
    public async Task A_form_whose_template_has_changed_is_not_signed()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();
        await hall.ExecuteAsync("update forms set template_sha256 = repeat('0', 64) where site = @Site", new { visit.Site });

        using var response = await visit.TrySignAsync(Pictures.Signature());

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "template.changed");
        (await hall.EventsAsync<FormsSigned>(visit.CaseId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_preview_shows_the_signature()
    {
        var visit = new Visit(hall, Samples.Person(), "service-item-application");
        await visit.RenderAsync();
        using var before = await visit.GetAsync($"forms/{visit.FormId}/preview.png");
        await visit.SignAsync(Pictures.Signature());

        using var after = await visit.GetAsync($"forms/{visit.FormId}/preview.png");

        Ink(await after.Content.ReadAsByteArrayAsync()).ShouldBeGreaterThan(Ink(await before.Content.ReadAsByteArrayAsync()) + 500);
    }

    private static int Ink(byte[] png)
    {
        using var picture = SkiaSharp.SKBitmap.Decode(png);
        return picture.Pixels.Count(pixel => pixel.Red < 128);
    }
}
