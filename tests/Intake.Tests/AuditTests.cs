using Wenden.Contracts.Certification;
using Wenden.Contracts.Queue;
using Wenden.Contracts.Subsidy;
using Wenden.Fixture;
using Wenden.Intake.Tests.Cases;
using Wenden.Intake.Tests.Materials;

namespace Wenden.Intake.Tests;

public sealed class AuditTests(IntakeHall hall)
{
    private readonly Teller _teller = new(hall, name: "t021");

    [Fact]
    public async Task Everything_that_is_done_with_a_case_is_in_the_trail()
    {
        var opened = await _teller.OpenAsync("card-application", "subsidy-4050");
        await hall.DeliverAsync(FormsNews.Rendered(opened), "intake-show-rendered-forms");
        await hall.DeliverAsync(FormsNews.Signed(opened), "intake-take-signature");
        await _teller.AcceptAsync(opened.CaseId);
        using (await _teller.TryCompleteAsync(opened.CaseId, "card-application"))
        using (await _teller.GetAsync($"?ticket={opened.TicketId}"))
            await _teller.ReadAsync(opened.CaseId);
        await hall.DeliverAsync(
            new SubsidyFactsMissing { Site = opened.Site, CaseId = opened.CaseId, ApplicationId = Guid.CreateVersion7(), Item = "subsidy-4050", Missing = ["bankAccount"] },
            "intake-name-missing-facts");
        await hall.DeliverAsync(
            new SubsidyDecided
            {
                Site = opened.Site,
                CaseId = opened.CaseId,
                ApplicationId = Guid.CreateVersion7(),
                Item = "subsidy-4050",
                Approved = true,
                Amount = 5000,
                Reasons = ["G1"],
                DecidedAt = TimeProvider.System.GetUtcNow(),
            },
            "intake-record-decision");

        var entries = await hall.Database.EntriesAsync(opened.PersonId);
        entries.Select(entry => (entry.Actor, entry.Action)).ShouldBe(
        [
            ("t021", "intake.open-case"), ("intake", "intake.show-rendered-forms"), ("intake", "intake.take-signature"), ("t021", "intake.accept-case"),
            ("t021", "intake.complete-item"), ("t021", "intake.read-cases"), ("t021", "intake.read-case"), ("intake", "intake.name-missing-facts"),
            ("intake", "intake.record-decision"),
        ]);
        entries.ShouldAllBe(entry => entry.Purpose == $"case/{opened.CaseId}");
        entries.Where(entry => entry.Actor == "t021").ShouldAllBe(entry => entry.Site == _teller.Site && entry.Roles == "teller");
    }

    [Fact]
    public async Task A_certification_and_the_end_of_a_visit_are_in_the_trail()
    {
        var opened = await _teller.OpenAsync("subsidy-4050");
        var certified = new Certified
        {
            Site = opened.Site,
            CertificationId = Guid.CreateVersion7(),
            PersonId = opened.PersonId,
            Channel = "counter",
            CertifiedOn = new DateOnly(2019, 10, 21),
            ValidUntil = new DateOnly(2020, 10, 20),
        };
        await hall.DeliverAsync(certified, "intake-complete-certified");
        await hall.DeliverAsync(
            new TicketFinished { Site = opened.Site, TicketId = opened.TicketId, FinishedAt = TimeProvider.System.GetUtcNow() }, "intake-follow-visit");

        (await hall.Database.ActionsAsync(opened.PersonId)).ShouldBe(["intake.open-case", "intake.complete-certified", "intake.follow-visit"]);
        (await hall.Database.WalkAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_takes_or_looks_at_a_material_is_in_the_trail()
    {
        var opened = await _teller.OpenAsync("card-loss", "card-cancellation");
        hall.Neighbours.Facts[opened.PersonId] = [];
        var handedIn = await _teller.HandInAsync(opened.CaseId, "card-loss", "id-card", Samples.Jpeg(seed: 77));
        await _teller.MaterialsAsync(opened.CaseId);
        using (await _teller.GetAsync($"/{opened.CaseId}/materials/{handedIn.MaterialId}"))
        using (await _teller.TryReuseAsync(opened.CaseId, "card-cancellation", "id-card", handedIn.MaterialId))
        using (await _teller.TryHandInAsync(opened.CaseId, "card-loss", "id-card", "nothing of use"u8.ToArray()))
        {
            (await hall.Database.ActionsAsync(opened.PersonId)).ShouldBe(
                ["intake.open-case", "intake.hand-in-material", "intake.read-materials", "intake.read-material", "intake.reuse-material"]);
        }

        (await hall.Database.EntriesAsync(opened.PersonId)).ShouldAllBe(entry => entry.Purpose == $"case/{opened.CaseId}");
        hall.Neighbours.Purposes.ShouldContain($"case/{opened.CaseId}");
    }

    [Fact]
    public async Task The_registry_is_told_why_it_is_asked()
    {
        var ticket = _teller.Call("subsidy-4050");

        await _teller.OpenAsync(ticket.TicketId);

        hall.Neighbours.Purposes.ShouldContain($"ticket/{ticket.TicketId}");
    }

    [Fact]
    public void Every_endpoint_says_who_may_call_but_those_for_visitors() => hall.First.Services.PathsWithoutRole().ShouldBe(
        [
            "/visits/{link:length(22)}/ratings", "/visits/{link:length(22)}/ratings/{caseId:guid}/{item}", "/findings", "/findings/about/{code}",
            "/findings/{link:length(22)}", "/findings/{link:length(22)}/answer",
        ],
        ignoreOrder: true);

    [Fact]
    public void Every_endpoint_is_audited_or_tells_of_no_person() =>
        hall.First.Services.UnauditedPaths().ShouldBe(
            [
                "/catalogue", "/catalogue/{code}", "/catalogue/versions", "/sites/{site}/commitments", "/sites/{site}/corrections", "/sites/{site}/deadlines", "/sites/{site}/window-ratings",
                "/sites/{site}/ratings", "/sites/{site}/ledger", "/sites/{site}/ledger/report", "/sites/{site}/ledger/report.csv",
            ],
            ignoreOrder: true);
}
