using System.Net;
using Wenden.Fixture;

namespace Wenden.Forms.Tests.Service;

/// <summary>A citizen downloads the own forms, and nobody else's.</summary>
public sealed class OwnFormTests(FormsHall hall)
{
    [Fact]
    public async Task The_person_gets_the_signed_file_and_a_stranger_nothing()
    {
        var person = Samples.Person();
        var visit = new Visit(hall, person, "subsidy-4050-application");
        await visit.RenderAsync();

        using var unsigned = await GetAsync(visit.FormId, person.PersonId);
        await visit.SignAsync(Pictures.Signature());
        using var signed = await GetAsync(visit.FormId, person.PersonId);
        using var strangers = await GetAsync(visit.FormId, Guid.CreateVersion7());

        await unsigned.ShouldBeProblemAsync(HttpStatusCode.NotFound, "form.unknown");
        signed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await signed.Content.ReadAsByteArrayAsync()).ShouldBe(await visit.PdfAsync(visit.FormId));
        await strangers.ShouldBeProblemAsync(HttpStatusCode.NotFound, "form.unknown");
        (await hall.Database.ActionsAsync(person.PersonId)).Count(action => action == "forms.read-own-pdf").ShouldBe(1);
    }

    private async Task<HttpResponseMessage> GetAsync(Guid form, Guid person)
    {
        var client = hall.Second.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer($"role=citizen; name=c-{person:N}; person={person}; site=*");
        return await client.GetAsync(new Uri($"/forms/{form}/pdf", UriKind.Relative));
    }
}
