using System.Net;
using Wenden.Intake.Cases;
using Wenden.Intake.Tests.Materials;

namespace Wenden.Intake.Tests.Cases;

/// <summary>Nothing is accepted without its main materials (主件), and what proves them may come from papers or from data.</summary>
public sealed class MainMaterialTests(IntakeHall hall)
{
    private const string Item = "subsidy-4050", Certificate = "unemployment-certificate";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task What_no_data_prove_is_to_be_handed_in_first()
    {
        var signed = await SignedAsync();
        hall.Neighbours.Facts[signed.PersonId].Remove("unemploymentCertificate");

        using var bare = await _teller.TryAcceptAsync(signed.CaseId);
        await _teller.HandInAsync(signed.CaseId, Item, Certificate, Samples.Jpeg());
        var accepted = await _teller.AcceptAsync(signed.CaseId);

        var problem = await bare.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.main-material");
        problem.GetProperty("missing").EnumerateArray().Select(name => name.GetString()).ShouldBe(["失业证"]);
        accepted.State.ShouldBe(ItemState.InReview);
    }

    [Fact]
    public async Task Without_the_registry_papers_alone_count()
    {
        var signed = await SignedAsync();
        hall.Neighbours.Facts.TryRemove(signed.PersonId, out _);

        using var unknown = await _teller.TryAcceptAsync(signed.CaseId);
        await _teller.HandInAsync(signed.CaseId, Item, Certificate, Samples.Jpeg());
        await _teller.HandInAsync(signed.CaseId, Item, "id-card-or-residence-permit", Samples.Jpeg(seed: 1));
        var accepted = await _teller.AcceptAsync(signed.CaseId);
        var again = await _teller.AcceptAsync(signed.CaseId);

        unknown.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        accepted.AcceptedAt.ShouldNotBeNull();
        again.AcceptedAt.ShouldBe(accepted.AcceptedAt);
    }

    [Fact]
    public async Task What_is_accepted_stays_so_though_the_registry_has_gone()
    {
        var signed = await SignedAsync();
        var first = await _teller.AcceptAsync(signed.CaseId);
        hall.Neighbours.Facts.TryRemove(signed.PersonId, out _);

        var again = await _teller.AcceptAsync(signed.CaseId);

        again.AcceptedAt.ShouldBe(first.AcceptedAt);
    }

    [Fact]
    public async Task A_wrong_picture_is_withdrawn_and_counts_no_more()
    {
        var signed = await SignedAsync();
        hall.Neighbours.Facts[signed.PersonId].Remove("unemploymentCertificate");
        var wrong = await _teller.HandInAsync(signed.CaseId, Item, Certificate, Samples.Jpeg());

        using var withdrawn = await WithdrawAsync(signed, wrong.MaterialId);
        using var again = await WithdrawAsync(signed, wrong.MaterialId);
        using var bare = await _teller.TryAcceptAsync(signed.CaseId);
        using var other = await WithdrawAsync(signed, Guid.CreateVersion7());
        var shown = (await _teller.MaterialsAsync(signed.CaseId)).Items.Single().Materials.Single(material => material.Code == Certificate);
        // The same picture was right after all.
        await _teller.HandInAsync(signed.CaseId, Item, Certificate, Samples.Jpeg());
        await _teller.AcceptAsync(signed.CaseId);
        using var late = await WithdrawAsync(signed, wrong.MaterialId);

        (withdrawn.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        await bare.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.main-material");
        await other.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.unknown");
        (shown.Files.Count, shown.Earlier.Count).ShouldBe((0, 0));
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "material.accepted");
    }

    private async Task<CaseView> SignedAsync() => await hall.SignAsync(_teller, await _teller.OpenAsync(Item));

    private Task<HttpResponseMessage> WithdrawAsync(CaseView of, Guid materialId) =>
        _teller.PostAsync($"/{of.CaseId}/items/{Item}/materials/{Certificate}/withdraw", new { materialId });
}
