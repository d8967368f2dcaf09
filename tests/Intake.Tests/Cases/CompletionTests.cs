using System.Net;
using Wenden.Contracts.Certification;
using Wenden.Contracts.Subsidy;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Tests.Cases;

public sealed class CompletionTests(IntakeHall hall)
{
    private const string Decision = "intake-record-decision";
    private const string Facts = "intake-name-missing-facts";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task An_instant_item_is_completed_at_the_window()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("card-application", "subsidy-4050"));

        using var first = await _teller.TryCompleteAsync(accepted.CaseId, "card-application");
        using var again = await _teller.TryCompleteAsync(accepted.CaseId, "card-application");

        (await first.ReadAsync<CaseView>()).Items[0].State.ShouldBe(ItemState.Completed);
        (await again.ReadAsync<CaseView>()).History.Count(step => step.To == ItemState.Completed).ShouldBe(1);
    }

    [Fact]
    public async Task Only_an_accepted_instant_item_of_ones_own_is_completed()
    {
        var signed = await hall.SignAsync(_teller, await _teller.OpenAsync("card-application"));
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("subsidy-4050", "pension-relation-transfer"));

        using var early = await _teller.TryCompleteAsync(signed.CaseId, "card-application");
        using var other = await _teller.Beside("t002").TryCompleteAsync(signed.CaseId, "card-application");
        using var followed = await _teller.TryCompleteAsync(accepted.CaseId, "subsidy-4050");
        using var slow = await _teller.TryCompleteAsync(accepted.CaseId, "pension-relation-transfer");
        using var absent = await _teller.TryCompleteAsync(accepted.CaseId, "card-application");

        (await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-accepted")).GetProperty("state").GetString().ShouldBe(ItemState.Signed);
        await other.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "case.not-yours");
        await followed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-at-window");
        await slow.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-at-window");
        await absent.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.item-unknown");
    }

    [Theory]
    [InlineData(true, 5000, "G1", ItemState.Completed)]
    [InlineData(false, 0, "X6", ItemState.Rejected)]
    public async Task The_decision_ends_the_item(bool approved, int amount, string reason, string state)
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("subsidy-4050"));
        var decided = Decided(accepted, approved, amount, reason);

        await hall.DeliverAsync(decided, Decision);
        await hall.DeliverAsync(decided, Decision);
        await hall.DeliverAsync(Decided(accepted, !approved, 1, "C1"), Decision);

        var closed = await _teller.ReadAsync(accepted.CaseId);
        closed.State.ShouldBe("closed");
        var item = closed.Items.ShouldHaveSingleItem();
        (item.State, item.Amount).ShouldBe((state, amount));
        item.Reasons.ShouldBe([reason]);
        item.DecidedAt!.Value.ShouldBe(decided.DecidedAt, TimeSpan.FromMilliseconds(1));
        closed.History.Count(step => step.Who == "subsidy").ShouldBe(1);
    }

    [Fact]
    public async Task A_waiting_item_names_the_missing_facts()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("subsidy-4050"));

        await hall.DeliverAsync(Missing(accepted, "fileInCustody", "paysMedical"), Facts);
        var waiting = await _teller.ReadAsync(accepted.CaseId);
        await hall.DeliverAsync(Missing(accepted, "paysMedical"), Facts);
        var fewer = await _teller.ReadAsync(accepted.CaseId);
        await hall.DeliverAsync(Decided(accepted, true, 3850, "G1"), Decision);
        await hall.DeliverAsync(Missing(accepted, "paysMedical"), Facts);

        (waiting.State, waiting.Items[0].State).ShouldBe((ItemState.WaitingFacts, ItemState.WaitingFacts));
        waiting.Items[0].Missing.ShouldBe(["fileInCustody", "paysMedical"]);
        fewer.Items[0].Missing.ShouldBe(["paysMedical"]);
        var closed = await _teller.ReadAsync(accepted.CaseId);
        (closed.Items[0].State, closed.Items[0].Amount).ShouldBe((ItemState.Completed, 3850));
        closed.Items[0].Missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_on_an_unknown_case_is_passed_over()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("subsidy-4050"));

        await hall.DeliverAsync(Decided(accepted, true, 5000, "G1") with { CaseId = Guid.CreateVersion7() }, Decision);

        (await _teller.ReadAsync(accepted.CaseId)).State.ShouldBe(ItemState.InReview);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certification_ends_the_item_before_or_after_acceptance(bool before)
    {
        var opened = await _teller.OpenAsync("pension-certification");
        var certified = Certified(opened, TimeProvider.System.GetUtcNow());

        if (before)
            await hall.DeliverAsync(certified, "intake-complete-certified");
        var accepted = await hall.AcceptAsync(_teller, opened);
        if (!before)
            await hall.DeliverAsync(certified, "intake-complete-certified");

        accepted.State.ShouldBe(before ? "closed" : ItemState.InReview);
        var closed = await _teller.ReadAsync(opened.CaseId);
        closed.Items[0].State.ShouldBe(ItemState.Completed);
        closed.History[^1].Why.ShouldBe("certified");
    }

    [Fact]
    public async Task A_certification_of_an_earlier_day_ends_nothing()
    {
        var opened = await _teller.OpenAsync("pension-certification");
        await hall.DeliverAsync(Certified(opened, TimeProvider.System.GetUtcNow().AddDays(-1)), "intake-complete-certified");

        (await hall.AcceptAsync(_teller, opened)).State.ShouldBe(ItemState.InReview);
    }

    private static SubsidyDecided Decided(CaseView of, bool approved, decimal amount, string reason) => new()
    {
        Site = of.Site,
        CaseId = of.CaseId,
        ApplicationId = Guid.CreateVersion7(),
        Item = "subsidy-4050",
        Approved = approved,
        Amount = amount,
        Reasons = [reason],
        DecidedAt = TimeProvider.System.GetUtcNow(),
    };

    private static SubsidyFactsMissing Missing(CaseView of, params string[] facts) =>
        new() { Site = of.Site, CaseId = of.CaseId, ApplicationId = Guid.CreateVersion7(), Item = "subsidy-4050", Missing = facts };

    private static Certified Certified(CaseView of, DateTimeOffset at) => new()
    {
        Site = of.Site,
        CertificationId = Guid.CreateVersion7(),
        PersonId = of.PersonId,
        Channel = "counter",
        CertifiedOn = Wenden.Contracts.Hall.DayOf(at),
        ValidUntil = Wenden.Contracts.Hall.DayOf(at).AddMonths(12),
    };
}
