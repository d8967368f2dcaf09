using System.Net;
using Wenden.Contracts;
using Wenden.Fixture;
using Wenden.Intake.Cases;
using Wenden.Intake.Commitments;
using Wenden.Intake.Materials;
using Wenden.Intake.Tests.Cases;
using Wenden.Intake.Tests.Materials;

namespace Wenden.Intake.Tests.Commitments;

/// <summary>A statement in place of a paper: offered, signed, taken back, checked afterwards.</summary>
public sealed class CommitmentTests(IntakeHall hall) : CommitmentSteps(hall)
{
    [Fact]
    public async Task What_is_committed_to_stands_for_the_paper_once_it_is_signed()
    {
        var opened = await SignedAsync(Item);
        using var bare = await Window.TryAcceptAsync(opened.CaseId);

        using var offered = await OfferAsync(opened);
        using var again = await OfferAsync(opened, Window.Beside());
        var waiting = await offered.ReadAsync<CaseView>();
        using var early = await Window.TryAcceptAsync(opened.CaseId);
        var needed = await NeededAsync(opened);
        var accepted = await SignAndAcceptAsync(waiting);

        (await bare.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.main-material")).GetProperty("title").GetString()!.ShouldContain("毕业证书");
        waiting.State.ShouldBe(ItemState.AwaitingSignature);
        (await again.ReadAsync<CaseView>()).Forms.Count(form => form.Template == "personal-commitment").ShouldBe(1);
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.not-signed");
        (needed.State, needed.Commitment, needed.CanCommit).ShouldBe((MaterialState.Missing, CommitmentState.Offered, true));
        accepted.Items.Single().Commitments.Single().State.ShouldBe(CommitmentState.Signed);
        (await NeededAsync(opened)).State.ShouldBe(MaterialState.Committed);
        var wanted = await Eventually.FindAsync(House.Wanted, asked => asked.CaseId == opened.CaseId && asked.Forms.Any(form => form.Template == "personal-commitment"));
        wanted.Forms.Single().Values["commitmentInPlaceOf"].ShouldBe("毕业证书");
        wanted.Forms.Single().Values["commitment"].ShouldContain("持有毕业证书");
    }

    [Fact]
    public async Task Offered_by_two_at_once_it_is_written_once()
    {
        var opened = await SignedAsync(Item);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => OfferAsync(opened, number % 2 == 0 ? Window : Window.Beside())));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await Window.ReadAsync(opened.CaseId)).Items.Single().Commitments.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("id-card", HttpStatusCode.BadRequest, "commitment.not-possible")]
    [InlineData("photograph", HttpStatusCode.NotFound, "material.not-needed")]
    public async Task Not_everything_can_be_committed_to(string material, HttpStatusCode status, string code)
    {
        var opened = await SignedAsync(Item);

        using var answer = await OfferAsync(opened, material: material);

        await answer.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task What_is_not_signed_is_taken_back_and_leaves_nothing_to_sign()
    {
        var opened = await SignedAsync(Item);
        using var offered = await OfferAsync(opened);
        var commitment = (await offered.ReadAsync<CaseView>()).Items.Single().Commitments.Single();

        using var revoked = await PostAsync(opened, "commitment/revoke");
        using var again = await PostAsync(opened, "commitment/revoke");

        var view = await revoked.ReadAsync<CaseView>();
        (view.State, view.Forms.Single(form => form.FormId == commitment.FormId).State).ShouldBe((ItemState.Signed, "withdrawn"));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.FindAsync(House.Withdrawn, form => form.FormId == commitment.FormId);
        // The news of its signature may come all the same.
        await House.DeliverAsync(SignatureOf(view, commitment.FormId), "intake-take-signature");
        var late = await Window.ReadAsync(opened.CaseId);
        (late.State, late.Items.Single().Commitments.Single().State).ShouldBe((ItemState.Signed, CommitmentState.Revoked));
        using var another = await OfferAsync(opened);
        (await another.ReadAsync<CaseView>()).Items.Single().Commitments.Select(given => given.State).ShouldBe([CommitmentState.Revoked, CommitmentState.Offered]);
    }

    [Fact]
    public async Task A_citizen_takes_it_back_and_brings_the_paper()
    {
        var accepted = await CommittedAsync(Item);
        using var stranger = await RevokeOwnAsync(accepted, Guid.CreateVersion7());

        using var revoked = await RevokeOwnAsync(accepted, accepted.PersonId);
        using var again = await RevokeOwnAsync(accepted, accepted.PersonId);
        using var decided = await DecideAsync(accepted);
        await Window.HandInAsync(accepted.CaseId, Item, Diploma, Samples.Jpeg());
        using var later = await DecideAsync(accepted);

        await stranger.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.unknown");
        (revoked.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        (await decided.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.gap-open")).GetProperty("title").GetString()!.ShouldContain("毕业证书");
        (await later.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.Completed);
        using var tooLate = await OfferAsync(accepted);
        await tooLate.ShouldBeProblemAsync(HttpStatusCode.Conflict, "commitment.too-late");
    }

    [Fact]
    public async Task A_citizen_sees_what_can_be_taken_back()
    {
        var accepted = await CommittedAsync(Item);

        var before = await OwnAsync(accepted.PersonId);
        using var decided = await DecideAsync(accepted);
        var after = await OwnAsync(accepted.PersonId);
        using var late = await RevokeOwnAsync(accepted, accepted.PersonId);

        before.ShouldBe(new ReadOwnCases.OwnCommitment(Diploma, "毕业证书", CommitmentState.Signed, CanRevoke: true));
        after.CanRevoke.ShouldBeFalse();
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.ended");
    }

    [Fact]
    public async Task What_is_true_is_checked_off_the_list()
    {
        var accepted = await CommittedAsync(Item);
        var listed = await ListAsync();

        using var kept = await CheckAsync(accepted, kept: true);
        using var again = await CheckAsync(accepted, kept: true);
        using var other = await CheckAsync(accepted, kept: false, "学信网查无此证");
        using var revoked = await PostAsync(accepted, "commitment/revoke");

        var one = listed.ShouldHaveSingleItem();
        (one.CaseId, one.Name, one.DueOn).ShouldBe((accepted.CaseId, "毕业证书", WorkingDays.After(Hall.DayOf(accepted.AcceptedAt!.Value), CommitmentTable.DaysToCheck)));
        (await kept.ReadAsync<CaseView>()).Items.Single().Commitments.Single().CheckedBy.ShouldBe("r001");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "commitment.checked");
        await revoked.ShouldBeProblemAsync(HttpStatusCode.Conflict, "commitment.checked");
        (await ListAsync()).ShouldBeEmpty();
        (await NeededAsync(accepted)).State.ShouldBe(MaterialState.Committed);
    }

    [Fact]
    public async Task A_false_one_wants_the_paper_and_goes_on_record()
    {
        var accepted = await CommittedAsync(Item);

        using var broken = await CheckAsync(accepted, kept: false, "学信网查无此证");
        using var again = await CheckAsync(accepted, kept: false, "学信网查无此证");
        using var decided = await DecideAsync(accepted);

        var item = (await broken.ReadAsync<CaseView>()).Items.Single();
        (item.Commitments.Single().State, item.Commitments.Single().Note).ShouldBe((CommitmentState.Broken, "学信网查无此证"));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await decided.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.gap-open");
        var told = await Eventually.FindAsync(House.Broken, one => one.CaseId == accepted.CaseId);
        (told.PersonId, told.Material).ShouldBe((accepted.PersonId, "毕业证书"));
        House.Broken.Count(one => one.CaseId == accepted.CaseId).ShouldBe(1);
        (await House.Database.ActionsAsync(accepted.PersonId)).ShouldContain("intake.check-commitment");
    }

    [Fact]
    public async Task A_false_one_behind_a_completed_item_asks_for_a_correction()
    {
        var accepted = await CommittedAsync(Instant);
        using var completed = await Window.TryCompleteAsync(accepted.CaseId, Instant);
        completed.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var broken = await CheckAsync(accepted, kept: false, "学信网查无此证", Instant);

        var correction = (await broken.ReadAsync<CaseView>()).Corrections.ShouldHaveSingleItem();
        (correction.Item, correction.Reason, correction.AskedBy, correction.Result).ShouldBe((Instant, "学信网查无此证", "r001", null));
    }

    [Fact]
    public async Task Who_broke_one_brings_papers_at_every_site()
    {
        var number = Window.Person(out _);
        var accepted = await CommittedAsync(Item, number);
        using var broken = await CheckAsync(accepted, kept: false, "学信网查无此证");
        var elsewhere = new Teller(House);
        var opened = await House.SignAsync(elsewhere, await elsewhere.OpenAsync(elsewhere.Call(Item).TicketId, number));

        using var offered = await OfferAsync(opened, elsewhere);

        broken.StatusCode.ShouldBe(HttpStatusCode.OK);
        await offered.ShouldBeProblemAsync(HttpStatusCode.Conflict, "commitment.not-trusted");
    }

    [Fact]
    public async Task Nothing_is_checked_before_acceptance_or_found_false_without_words()
    {
        var opened = await SignedAsync(Item);
        using var none = await CheckAsync(opened, kept: true);
        using var offered = await OfferAsync(opened);
        using var early = await CheckAsync(opened, kept: true);
        using var wordless = await CheckAsync(opened, kept: false, "  ");
        using var teller = await PostAsync(opened, "commitment/check", new { kept = true });

        await none.ShouldBeProblemAsync(HttpStatusCode.NotFound, "commitment.unknown");
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "commitment.not-in-force");
        await wordless.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "commitment.note");
        teller.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Taking_back_and_checking_at_once_do_one_of_the_two()
    {
        var cases = new List<CaseView>();
        for (var number = 0; number < 5; number++)
            cases.Add(await CommittedAsync(Item));

        await Task.WhenAll(cases.SelectMany(accepted => new Task[] { CheckAsync(accepted, kept: false, "不实"), PostAsync(accepted, "commitment/revoke") }));

        foreach (var accepted in cases)
        {
            var item = (await Window.ReadAsync(accepted.CaseId)).Items.Single();
            item.Commitments.Single().State.ShouldBeOneOf(CommitmentState.Broken, CommitmentState.Revoked);
            item.Gaps.ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        }
    }
}
