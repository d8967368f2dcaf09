using System.Net;
using Wenden.Fixture;

namespace Wenden.Forms.Tests.Service;

public sealed class AuditTests(FormsHall hall)
{
    [Fact]
    public async Task Everything_that_is_done_with_a_form_is_in_the_trail()
    {
        var person = Samples.Person();
        var visit = new Visit(hall, person, "subsidy-4050-application");
        await visit.RenderAsync();
        await visit.FormsAsync();
        foreach (var path in new[] { "", "/pdf", "/preview.png" })
            using (var read = await visit.GetAsync($"forms/{visit.FormId}{path}"))
                read.StatusCode.ShouldBe(HttpStatusCode.OK);
        await visit.SignAsync(Pictures.Signature());

        var entries = (await hall.Database.EntriesAsync(person.PersonId)).Where(entry => entry.Purpose == $"case/{visit.CaseId}").ToArray();
        entries.Select(entry => (entry.Actor, entry.Action)).ShouldBe(
        [
            ("forms", "forms.render-wanted-forms"), ("t001", "forms.read-forms"), ("t001", "forms.read-form"), ("t001", "forms.read-pdf"),
            ("t001", "forms.read-preview"), ("t001", "forms.read-forms"), ("t001", "forms.sign-case"),
        ]);
        (await hall.Database.WalkAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public void Only_who_verifies_a_form_needs_no_role() =>
        hall.First.Services.PathsWithoutRole().ShouldBe(["/verify", "/verify/{id:guid}"], ignoreOrder: true);

    [Fact]
    public void Every_endpoint_is_audited_or_tells_of_no_person() =>
        hall.First.Services.UnauditedPaths().ShouldBe(["/coverage", "/sites/{site}/signing"], ignoreOrder: true);
}
