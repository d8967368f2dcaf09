using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Contracts;
using Wenden.Contracts.Subsidy;
using Wenden.Intake.Cases;
using Wenden.Intake.Tests.Materials;
using Wenden.Messaging;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

/// <summary>Accepted without a secondary material: worked on, and never completed before it is there.</summary>
public sealed class GapTests(IntakeHall hall)
{
    private const string Slow = "pension-relation-transfer-in", Certificate = "contribution-certificate";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task What_a_reviewer_decides_waits_for_the_gap()
    {
        var accepted = await AcceptAsync(Slow, Certificate);

        using var listed = await _teller.As(Roles.SiteManager, "m001").GetAtSiteAsync("deadlines");
        using var early = await DecideAsync(accepted.CaseId, "completed");
        using var closed = await _teller.PostAsync($"/{accepted.CaseId}/items/{Slow}/gaps/{Certificate}/close");
        using var again = await _teller.PostAsync($"/{accepted.CaseId}/items/{Slow}/gaps/{Certificate}/close");
        using var late = await DecideAsync(accepted.CaseId, "completed");

        var wanted = await Eventually.FindAsync(hall.Wanted, asked => asked.CaseId == accepted.CaseId && asked.Forms.Any(form => form.Template == "gap-notice"));
        wanted.Forms.Select(form => form.Template).ShouldBe(["acceptance-receipt", "gap-notice"]);
        (wanted.Forms[1].Values["missingMaterials"], wanted.Forms[1].Values["suppliedBy"]).ShouldBe(
            ("参保缴费凭证", accepted.Items.Single().Gaps.Single().DueOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        var gap = accepted.Items.Single().Gaps.ShouldHaveSingleItem();
        (gap.Material, gap.ClosedAt, gap.DueOn).ShouldBe((Certificate, null, WorkingDays.After(Hall.DayOf(accepted.AcceptedAt!.Value), CaseGaps.Days)));
        (await listed.ReadAsync<ReadDeadlines.Deadline[]>()).Single().Gaps.ShouldBe([new ReadDeadlines.Gap(Certificate, "参保缴费凭证")]);
        (await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.gap-open")).GetProperty("title").GetString()!.ShouldContain("参保缴费凭证");
        (await closed.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.Accepted, "closing decides nothing");
        (await again.ReadAsync<CaseView>()).Items.Single().Gaps.Single().ClosedBy.ShouldBe(_teller.Name);
        (await late.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.Completed);
    }

    [Fact]
    public async Task A_gap_does_not_save_from_rejection()
    {
        var accepted = await AcceptAsync(Slow, Certificate);

        using var rejected = await DecideAsync(accepted.CaseId, "rejected");

        (await rejected.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.Rejected);
    }

    [Fact]
    public async Task What_another_service_approves_waits_and_is_completed_by_the_file()
    {
        var accepted = await AcceptAsync("subsidy-4050", "social-security-card");
        await hall.DeliverAsync(Approved(accepted), "intake-record-decision");
        var waiting = await _teller.ReadAsync(accepted.CaseId);

        using var handedIn = await _teller.TryHandInAsync(accepted.CaseId, "subsidy-4050", "social-security-card", Samples.Jpeg());

        handedIn.StatusCode.ShouldBe(HttpStatusCode.Created);
        (waiting.State, waiting.Items.Single().Amount).ShouldBe((ItemState.AwaitingGap, 5000));
        var done = await _teller.ReadAsync(accepted.CaseId);
        (done.State, done.Items.Single().State).ShouldBe(("closed", ItemState.Completed));
        done.History[^1].Why.ShouldBe("gap-closed");
    }

    [Fact]
    public async Task Approval_and_the_file_may_come_at_once()
    {
        var cases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AcceptAsync("subsidy-4050", "social-security-card")));

        await Task.WhenAll(cases.SelectMany(accepted => new Task[]
        {
            hall.DeliverAsync(Approved(accepted), "intake-record-decision"),
            _teller.PostAsync($"/{accepted.CaseId}/items/subsidy-4050/gaps/social-security-card/close"),
        }));

        foreach (var accepted in cases)
        {
            var done = await _teller.ReadAsync(accepted.CaseId);
            done.Items.Single().State.ShouldBe(ItemState.Completed);
            done.History.Count(step => step.To == ItemState.Completed).ShouldBe(1);
        }
    }

    [Fact]
    public async Task An_instant_item_waits_at_the_window()
    {
        var accepted = await AcceptAsync("card-application", "photograph");

        using var early = await _teller.TryCompleteAsync(accepted.CaseId, "card-application");
        using var closed = await _teller.PostAsync($"/{accepted.CaseId}/items/card-application/gaps/photograph/close");
        using var late = await _teller.TryCompleteAsync(accepted.CaseId, "card-application");

        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.gap-open");
        (await late.ReadAsync<CaseView>()).State.ShouldBe("closed");
    }

    [Theory]
    [InlineData(Slow, "id-card", HttpStatusCode.BadRequest, "gap.main-material")]
    [InlineData(Slow, "photograph", HttpStatusCode.NotFound, "material.not-needed")]
    [InlineData("17", Certificate, HttpStatusCode.NotFound, "case.item-unknown")]
    public async Task Nothing_is_accepted_with_a_gap_that_cannot_be(string item, string material, HttpStatusCode status, string code)
    {
        var signed = await hall.SignAsync(_teller, await _teller.OpenAsync(Slow));

        using var answer = await TryAcceptAsync(signed.CaseId, item, material);
        using var unknown = await _teller.PostAsync($"/{signed.CaseId}/items/{Slow}/gaps/{Certificate}/close");

        await answer.ShouldBeProblemAsync(status, code);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "gap.unknown");
        (await _teller.ReadAsync(signed.CaseId)).State.ShouldBe(ItemState.Signed);
    }

    [Fact]
    public async Task Not_even_a_statement_completes_what_has_a_gap()
    {
        var accepted = await AcceptAsync(Slow, Certificate);

        await using var unit = await hall.First.Services.GetRequiredService<UnitsOfWork>().BeginAsync(TestContext.Current.CancellationToken);
        var moved = await unit.MoveAsync(
            new ItemMove
            {
                Site = _teller.Site, CaseId = accepted.CaseId, From = [ItemState.Accepted], To = ItemState.Completed, Who = "test", Why = "test",
                At = TimeProvider.System.GetUtcNow(),
            },
            TestContext.Current.CancellationToken);

        moved.ShouldBeEmpty();
    }

    private async Task<CaseView> AcceptAsync(string item, string material)
    {
        var signed = await hall.SignAsync(_teller, await _teller.OpenAsync(item));
        using var answer = await TryAcceptAsync(signed.CaseId, item, material);
        return await answer.ReadAsync<CaseView>();
    }

    private Task<HttpResponseMessage> TryAcceptAsync(Guid caseId, string item, string material) =>
        _teller.PostAsync($"/{caseId}/accept", new { gaps = new[] { new { item, materials = new[] { material } } } });

    private Task<HttpResponseMessage> DecideAsync(Guid caseId, string result) =>
        _teller.As(Roles.Reviewer, "r001").PostAsync($"/{caseId}/items/{Slow}/decide", new { result, reason = "材料不符" });

    private static SubsidyDecided Approved(CaseView of) => new()
    {
        Site = of.Site, CaseId = of.CaseId, ApplicationId = Guid.CreateVersion7(), Item = "subsidy-4050", Approved = true, Amount = 5000, Reasons = ["G1"],
        DecidedAt = TimeProvider.System.GetUtcNow(),
    };
}
