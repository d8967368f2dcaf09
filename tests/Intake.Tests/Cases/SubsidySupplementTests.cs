using System.Net;
using Wenden.Contracts;
using Wenden.Contracts.Subsidy;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Tests.Cases;

/// <summary>The subsidy asks for what is missing; Intake tells the visitor, takes it, and tells the subsidy.</summary>
public sealed class SubsidySupplementTests(IntakeHall hall)
{
    private const string Ask = "intake-ask-for-subsidy";
    private const string Item = "subsidy-4050";
    private readonly Teller _teller = new(hall);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_visitor_is_told_and_what_is_brought_goes_back(bool waitsForFacts)
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        if (waitsForFacts)
            await hall.DeliverAsync(Missing(accepted), "intake-name-missing-facts");

        await hall.DeliverAsync(Asked(accepted, "低保证"), Ask);
        var waiting = (await _teller.ReadAsync(accepted.CaseId)).Items.Single();
        using var supplied = await _teller.PostAsync($"/{accepted.CaseId}/items/{Item}/supplied");
        using var again = await _teller.PostAsync($"/{accepted.CaseId}/items/{Item}/supplied");

        (waiting.State, waiting.Supplement!.Missing, waiting.Supplement.AskedBy).ShouldBe((ItemState.AwaitingSupplement, "低保证", "r001"));
        waiting.Supplement.DueOn.ShouldBe(WorkingDays.After(Hall.DayOf(waiting.Supplement.AskedAt), SupplementItem.Days));
        var notice = await Eventually.FindAsync(
            hall.Wanted, wanted => wanted.CaseId == accepted.CaseId && wanted.Forms.Any(form => form.Template == "one-time-notice"));
        notice.Forms.ShouldHaveSingleItem().Values["missingMaterials"].ShouldBe("低保证");
        var back = (await supplied.ReadAsync<CaseView>()).Items.Single();
        (back.State, back.Supplement!.SuppliedBy).ShouldBe((ItemState.InReview, _teller.Name));
        (await again.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.InReview);
        var told = await Eventually.FindAsync(hall.Supplied, told => told.CaseId == accepted.CaseId);
        (told.Site, told.Item, told.FollowUp, told.SuppliedBy).ShouldBe((_teller.Site, Item, "subsidy", _teller.Name));
        hall.Supplied.Count(other => other.CaseId == accepted.CaseId).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_asked_for_once_whoever_asks_again()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        var (asked, id) = (Asked(accepted, "低保证"), Guid.CreateVersion7());

        await hall.DeliverAsync(asked, Ask, id);
        await hall.PublishAsync(asked, id);
        await hall.DeliverAsync(Asked(accepted, "还有户口簿"), Ask);

        var view = await _teller.ReadAsync(accepted.CaseId);
        view.Items.Single().Supplement!.Missing.ShouldBe("低保证");
        view.History.Count(step => step.To == ItemState.AwaitingSupplement).ShouldBe(1);
        hall.Wanted.Count(wanted => wanted.CaseId == accepted.CaseId && wanted.Forms.Any(form => form.Template == "one-time-notice")).ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData(true, ItemState.Completed)]
    [InlineData(false, ItemState.Rejected)]
    public async Task A_decision_without_it_ends_the_item(bool approved, string state)
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        await hall.DeliverAsync(Asked(accepted, "低保证"), Ask);

        await hall.DeliverAsync(Decided(accepted, approved), "intake-record-decision");
        using var late = await _teller.PostAsync($"/{accepted.CaseId}/items/{Item}/supplied");

        (await _teller.ReadAsync(accepted.CaseId)).Items.Single().State.ShouldBe(state);
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-accepted");
    }

    [Fact]
    public async Task What_is_decided_or_unknown_is_passed_over()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        await hall.DeliverAsync(Decided(accepted, approved: true), "intake-record-decision");

        await hall.DeliverAsync(Asked(accepted, "低保证"), Ask);
        await hall.DeliverAsync(Asked(accepted, "低保证") with { CaseId = Guid.CreateVersion7() }, Ask);
        await hall.DeliverAsync(Asked(accepted, "低保证") with { Item = "17" }, Ask);

        var item = (await _teller.ReadAsync(accepted.CaseId)).Items.Single();
        (item.State, item.Supplement).ShouldBe((ItemState.Completed, null));
    }

    [Fact]
    public async Task A_revoked_subsidy_takes_the_amount_from_the_item()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        await hall.DeliverAsync(Decided(accepted, approved: true), "intake-record-decision");
        var revoked = new SubsidyRevoked
        {
            Site = accepted.Site, CaseId = accepted.CaseId, ApplicationId = Guid.CreateVersion7(), Item = Item, PersonId = accepted.PersonId,
            Programme = "4050", Year = 2019, Amount = 5000, Reason = "x", RevokedAt = TimeProvider.System.GetUtcNow(), RevokedBy = "a001",
        };

        await hall.DeliverAsync(revoked, "intake-record-revocation");
        await hall.DeliverAsync(revoked, "intake-record-revocation");
        await hall.DeliverAsync(revoked with { CaseId = null }, "intake-record-revocation");

        var view = await _teller.ReadAsync(accepted.CaseId);
        var item = view.Items.Single();
        (item.State, item.Amount).ShouldBe((ItemState.Completed, 0));
        item.Reasons.ShouldBe(["revoked"]);
        view.History.Count(step => step.Why == "revoked").ShouldBe(1);
    }

    [Fact]
    public async Task A_payment_stands_once_in_the_history_of_the_item()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        await hall.DeliverAsync(Decided(accepted, approved: true), "intake-record-decision");
        var paid = new SubsidyPaid
        {
            Site = accepted.Site, CaseId = accepted.CaseId, ApplicationId = Guid.CreateVersion7(), Item = Item, PaymentId = Guid.CreateVersion7(),
            PersonId = accepted.PersonId, Programme = "4050", Year = 2019, Amount = 5000, PaidOn = new DateOnly(2019, 12, 20),
        };

        await hall.DeliverAsync(paid, "intake-record-payment");
        await hall.DeliverAsync(paid with { Item = "17" }, "intake-record-payment");
        await hall.DeliverAsync(paid with { CaseId = null }, "intake-record-payment");

        var view = await _teller.ReadAsync(accepted.CaseId);
        (view.Items.Single().State, view.Items.Single().Amount).ShouldBe((ItemState.Completed, 5000));
        var step = view.History.Single(step => step.Why == "paid");
        (step.Item, step.At).ShouldBe((Item, new DateTimeOffset(2019, 12, 20, 0, 0, 0, TimeSpan.FromHours(8))));
    }

    private static SubsidySupplementAsked Asked(CaseView of, string missing) => new()
    {
        Site = of.Site,
        CaseId = of.CaseId,
        ApplicationId = Guid.CreateVersion7(),
        Item = Item,
        Missing = missing,
        AskedBy = "r001",
        AskedAt = TimeProvider.System.GetUtcNow(),
    };

    private static SubsidyFactsMissing Missing(CaseView of) =>
        new() { Site = of.Site, CaseId = of.CaseId, ApplicationId = Guid.CreateVersion7(), Item = Item, Missing = ["paysMedical"] };

    private static SubsidyDecided Decided(CaseView of, bool approved) => new()
    {
        Site = of.Site,
        CaseId = of.CaseId,
        ApplicationId = Guid.CreateVersion7(),
        Item = Item,
        Approved = approved,
        Amount = approved ? 5000 : 0,
        Reasons = [approved ? "G1" : "R"],
        DecidedAt = TimeProvider.System.GetUtcNow(),
    };
}
