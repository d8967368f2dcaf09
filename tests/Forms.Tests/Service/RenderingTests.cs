using System.Net;
using System.Security.Cryptography;

namespace Wenden.Forms.Tests.Service;

public sealed class RenderingTests(FormsHall hall)
{
    [Fact]
    public async Task Forms_are_filled_from_the_registry_and_archived()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application", "acceptance-receipt");

        var rendered = await visit.RenderAsync();

        rendered.Site.ShouldBe(visit.Site);
        rendered.Forms.Select(form => (form.FormId, form.Template, form.NeedsSignature)).ShouldBe(
        [
            (visit.Wanted[0].FormId, "subsidy-4050-application", true),
            (visit.Wanted[1].FormId, "acceptance-receipt", false),
        ]);
        foreach (var form in rendered.Forms)
        {
            form.MissingFields.ShouldBeEmpty();
            var pdf = await visit.PdfAsync(form.FormId);
            Convert.ToHexStringLower(SHA256.HashData(pdf)).ShouldBe(form.Sha256);
            File.Exists(Path.Combine(hall.Archive, form.Sha256[..2], $"{form.Sha256}.pdf")).ShouldBeTrue();
            using var text = new PdfText(pdf);
            text.Text.ShouldContain("王秀兰");
        }

        (await visit.FormsAsync()).Single(form => form.NeedsSignature).Fields.Single(field => field.Name == "renderedOn").Text.ShouldBe("2019年10月21日");
        hall.Registry.Callers.ShouldContain("role=service; name=forms; site=*");
    }

    [Fact]
    public async Task A_form_says_where_each_value_came_from()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();

        var form = (await visit.FormsAsync()).ShouldHaveSingleItem();

        form.State.ShouldBe("rendered");
        form.Fields.Single(field => field.Name == "bankAccount").Source.ShouldBe("社保卡数据");
        form.Fields.Single(field => field.Name == "bankAccount").AsOf.ShouldBe(new DateOnly(2019, 8, 31));
        form.Fields.Single(field => field.Name == "idNumber").Text.ShouldBe("371003197403128826");
    }

    [Fact]
    public async Task A_fact_that_nobody_holds_is_reported()
    {
        var visit = new Visit(hall, Samples.Person(("fileInCustody", null)), "subsidy-4050-application");

        var rendered = await visit.RenderAsync();

        rendered.Forms.ShouldHaveSingleItem().MissingFields.ShouldBe(["fileInCustody"]);
        (await visit.FormsAsync())[0].MissingFields.ShouldBe(["fileInCustody"]);
    }

    [Fact]
    public async Task A_form_asked_for_again_is_not_drawn_again()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application", "acceptance-receipt");
        hall.Registry.Knows(Samples.Person() with { PersonId = visit.Request.PersonId });

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => hall.AskAsync(visit.Request)));

        var events = await hall.RenderedAsync(visit.CaseId, times: 6);
        events.SelectMany(rendered => rendered.Forms).Select(form => form.Sha256).Distinct().Count().ShouldBe(2);
        (await visit.FormsAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_registry_that_is_away_for_a_moment_loses_no_form()
    {
        var visit = new Visit(hall, Samples.Person(), "service-item-application");

        var rendered = await visit.RenderAsync(refusals: 1);

        rendered.Forms.ShouldHaveSingleItem().Template.ShouldBe("service-item-application");
    }

    [Fact]
    public async Task A_request_that_cannot_be_met_holds_up_no_other()
    {
        var bad = new Visit(hall, Samples.Person(), "no-such-template");
        hall.Registry.Knows(Samples.Person() with { PersonId = bad.Request.PersonId });
        await hall.AskAsync(bad.Request);

        await new Visit(hall, Samples.Person(), "acceptance-receipt").RenderAsync();

        (await bad.FormsAsync()).ShouldBeEmpty();
        (await hall.EventsAsync<Contracts.Forms.FormsRendered>(bad.CaseId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_preview_is_a_picture_and_has_only_the_pages_there_are()
    {
        var visit = new Visit(hall, Samples.Person(), "subsidy-4050-application");
        await visit.RenderAsync();

        using var first = await visit.GetAsync($"forms/{visit.FormId}/preview.png", "reviewer");
        using var second = await visit.GetAsync($"forms/{visit.FormId}/preview.png?page=2", "reviewer");

        first.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        using var picture = SkiaSharp.SKBitmap.Decode(await first.Content.ReadAsByteArrayAsync());
        picture.Width.ShouldBe(909);
        await second.ShouldBeProblemAsync(HttpStatusCode.NotFound, "form.no-page");
    }

    [Fact]
    public async Task A_changed_file_is_not_given_out()
    {
        var visit = new Visit(hall, Samples.Person(), "acceptance-receipt");
        var sha256 = (await visit.RenderAsync()).Forms[0].Sha256;
        var path = Path.Combine(hall.Archive, sha256[..2], $"{sha256}.pdf");
        var content = await File.ReadAllBytesAsync(path);
        content[^200] ^= 1;
        await File.WriteAllBytesAsync(path, content);

        using var response = await visit.GetAsync($"forms/{visit.FormId}/pdf");

        await response.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "archive.damaged");
    }

    [Fact]
    public async Task Only_those_who_work_with_a_form_at_its_site_see_it()
    {
        var visit = new Visit(hall, Samples.Person(), "acceptance-receipt");
        await visit.RenderAsync();

        foreach (var path in new[] { $"forms/{visit.FormId}", $"forms/{visit.FormId}/pdf", $"forms/{visit.FormId}/preview.png", $"cases/{visit.CaseId}/forms" })
        {
            using var teller = await visit.GetAsync(path);
            using var kiosk = await visit.GetAsync(path, "kiosk");
            using var elsewhere = await visit.GetAsync(path, "teller", "town-other");

            teller.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            await kiosk.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "http.403");
            await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
        }
    }

    [Fact]
    public async Task The_service_describes_its_own_api()
    {
        using var client = hall.First.CreateClient();

        var description = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        description.ShouldContain("/sites/{site}/cases/{caseId}/signature");
        description.ShouldContain("/sites/{site}/forms/{id}/preview.png");
    }

    [Fact]
    public async Task An_unknown_form_is_404()
    {
        var visit = new Visit(hall, Samples.Person(), "acceptance-receipt");

        foreach (var path in new[] { "", "/pdf", "/preview.png" })
        {
            using var response = await visit.GetAsync($"forms/{visit.FormId}{path}");
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "form.unknown");
        }
    }
}
