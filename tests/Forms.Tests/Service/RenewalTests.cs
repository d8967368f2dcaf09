using System.Net;
using System.Net.Http.Json;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.Forms.Signing;
using Wenden.ServiceDefaults;

namespace Wenden.Forms.Tests.Service;

/// <summary>The registry says something else between the preview and the signature.</summary>
public sealed class RenewalTests(FormsHall hall)
{
    private readonly PersonFile _person = Samples.Person();

    [Fact]
    public async Task A_changed_source_voids_the_drawing_and_tells_the_difference()
    {
        var visit = await RenderedAsync("subsidy-4050-application");
        var shown = await visit.ShownAsync();
        hall.Registry.Knows(Samples.Person(("bankAccount", "6217000000000000456")) with { PersonId = _person.PersonId });

        using var refused = await SignAsync(visit, shown);

        var change = (await ChangesAsync(refused)).ShouldHaveSingleItem();
        (change.FormId, change.Field, change.Label).ShouldBe((visit.FormId, "bankAccount", Samples.Templates.Bindable["bankAccount"].Label));
        (change.Before, change.After).ShouldBe(("6217000000000000123", "6217000000000000456"));
        var form = (await visit.FormsAsync()).ShouldHaveSingleItem();
        form.State.ShouldBe("rendered");
        form.Sha256.ShouldNotBe(shown[0].Sha256);
        using (var text = new PdfText(await visit.PdfAsync(visit.FormId)))
            text.Text.ShouldContain("6217000000000000456");
        (await hall.EventsAsync<FormsRendered>(visit.CaseId)).SelectMany(told => told.Forms).Select(told => told.Sha256).ShouldBe([shown[0].Sha256, form.Sha256], ignoreOrder: true);
        (await hall.EventsAsync<FormsSigned>(visit.CaseId)).ShouldBeEmpty();
        File.Exists(Path.Combine(hall.Archive, shown[0].Sha256[..2], $"{shown[0].Sha256}.pdf")).ShouldBeTrue("what was shown is kept");

        var signed = await visit.SignAsync(Pictures.Signature());
        signed.Forms.ShouldHaveSingleItem();
        (await hall.Database.ActionsAsync(_person.PersonId)).Count(action => action == "forms.sign-case").ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_form_that_shows_the_value_is_drawn_anew()
    {
        var visit = await RenderedAsync("subsidy-4050-application", "service-item-application");
        var shown = await visit.ShownAsync();
        hall.Registry.Knows(Samples.Person(("bankAccount", "6217000000000000456")) with { PersonId = _person.PersonId });

        using var refused = await SignAsync(visit, shown);

        await ChangesAsync(refused);
        (await visit.ShownAsync()).Intersect(shown).Select(form => form.FormId).ShouldBe([visit.Wanted[1].FormId]);
    }

    [Fact]
    public async Task A_value_that_appears_or_goes_is_a_change_and_a_later_day_is_none()
    {
        var visit = await RenderedAsync("subsidy-4050-application");
        var shown = await visit.ShownAsync();
        hall.Registry.Knows(Samples.Person(("phone", null), ("singleParent", true)) with { PersonId = _person.PersonId });
        using (var refused = await SignAsync(visit, shown))
            (await ChangesAsync(refused)).Select(change => (change.Field, change.Before, change.After)).ShouldBe(
                [("phone", "13800000000", null), ("singleParent", "否", "是")], ignoreOrder: true);

        var facts = Samples.Person(("phone", null), ("singleParent", true)).Facts.ToDictionary(fact => fact.Key, fact => fact.Value with { AsOf = new DateOnly(2019, 10, 20) });
        hall.Registry.Knows(_person with { Facts = facts });

        (await visit.SignAsync(Pictures.Signature())).Forms.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_shown_earlier_cannot_be_signed_and_its_difference_is_told_again()
    {
        var visit = await RenderedAsync("subsidy-4050-application");
        var shown = await visit.ShownAsync();
        hall.Registry.Knows(Samples.Person(("phone", "13900000000")) with { PersonId = _person.PersonId });
        using var first = await SignAsync(visit, shown, key: "once-" + visit.CaseId);

        using var again = await SignAsync(visit, shown, key: "once-" + visit.CaseId);
        using var forged = await SignAsync(visit, [new ShownForm(visit.FormId, new string('0', 64))]);

        (await ChangesAsync(again)).ShouldBe(await ChangesAsync(first));
        (await ChangesAsync(forged)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_form_must_have_been_shown()
    {
        var visit = await RenderedAsync("subsidy-4050-application", "service-item-application");
        var shown = await visit.ShownAsync();

        using var one = await SignAsync(visit, shown[..1]);
        using var twice = await SignAsync(visit, [shown[0], shown[0]]);
        using var strange = await SignAsync(visit, [.. shown, new ShownForm(Guid.CreateVersion7(), shown[0].Sha256)]);

        foreach (var refused in new[] { one, twice, strange })
            (await ChangesAsync(refused)).ShouldBeEmpty();
        (await visit.FormsAsync()).ShouldAllBe(form => form.State == "rendered");
    }

    [Fact]
    public async Task Many_who_sign_at_the_moment_of_the_change_draw_anew_once()
    {
        var visit = await RenderedAsync("subsidy-4050-application", "service-item-application");
        var shown = await visit.ShownAsync();
        hall.Registry.Knows(Samples.Person(("name", "王秀兰兰")) with { PersonId = _person.PersonId });

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => SignAsync(visit, shown, number % 2 == 0 ? hall.First : hall.Second)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Conflict);
        (await hall.EventsAsync<FormsRendered>(visit.CaseId)).Count.ShouldBe(2, "the first drawing and the second");
        (await visit.SignAsync(Pictures.Signature())).Forms.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_registry_nothing_is_signed()
    {
        var visit = await RenderedAsync("subsidy-4050-application");
        hall.Registry.Knows(_person, refusals: 100);

        using var refused = await visit.TrySignAsync(Pictures.Signature());
        hall.Registry.Knows(_person);

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "server.unavailable");
        (await visit.SignAsync(Pictures.Signature())).Forms.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_preview_of_what_is_void_is_not_shown()
    {
        var visit = await RenderedAsync("subsidy-4050-application");
        var shown = await visit.ShownAsync();
        hall.Registry.Knows(Samples.Person(("phone", "13900000000")) with { PersonId = _person.PersonId });
        using var before = await visit.GetAsync($"forms/{visit.FormId}/preview.png?sha256={shown[0].Sha256}");
        using var refused = await SignAsync(visit, shown);

        using var after = await visit.GetAsync($"forms/{visit.FormId}/preview.png?sha256={shown[0].Sha256}");

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        await after.ShouldBeProblemAsync(HttpStatusCode.Conflict, "form.changed");
    }

    private async Task<Visit> RenderedAsync(params string[] templates)
    {
        var visit = new Visit(hall, _person, templates);
        await visit.RenderAsync();
        return visit;
    }

    private Task<HttpResponseMessage> SignAsync(
        Visit visit, ShownForm[] shown, Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program>? replica = null, string? key = null) =>
        visit.TrySignAsync(new { signature = Pictures.Signature(), forms = shown }, replica ?? hall.First, key: key);

    private static async Task<FieldChange[]> ChangesAsync(HttpResponseMessage answer)
    {
        await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "form.changed");
        return (await answer.Content.ReadFromJsonAsync<Refused>(HallJson.Options))!.Changes;
    }

    private sealed record Refused(FieldChange[] Changes);
}
