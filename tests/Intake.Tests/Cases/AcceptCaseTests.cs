using System.Net;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Tests.Cases;

public sealed class AcceptCaseTests(IntakeHall hall)
{
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task An_accepted_case_goes_to_who_follows_it_up()
    {
        var opened = await _teller.OpenAsync("personnel-agency-enrolment", "subsidy-4050");

        var accepted = await hall.AcceptAsync(_teller, opened);

        accepted.Items.Select(item => (item.Code, item.State)).ShouldBe(
            [("personnel-agency-enrolment", ItemState.Accepted), ("subsidy-4050", ItemState.InReview)]);
        var told = await Eventually.FindAsync(hall.Accepted, one => one.CaseId == opened.CaseId);
        (told.Site, told.PersonId, told.AcceptedBy).ShouldBe((_teller.Site, opened.PersonId, "t001"));
        told.Items.Select(item => (item.Code, item.FollowUp)).ShouldBe([("personnel-agency-enrolment", null), ("subsidy-4050", "subsidy")]);
        told.AcceptedAt.ShouldBe(accepted.AcceptedAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_visitor_gets_a_receipt()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("personnel-agency-enrolment", "subsidy-4050"));

        var asked = await Eventually.FindAsync(
            hall.Wanted, wanted => wanted.CaseId == accepted.CaseId && wanted.Forms.Any(form => form.Template == "acceptance-receipt"));
        var receipt = asked.Forms.ShouldHaveSingleItem();
        receipt.Values["items"].ShouldBe("人事代理新增(档案托管)、就业困难人员灵活就业社会保险补贴申领(4050)");
        (receipt.Values["ticketNumber"], receipt.Values["siteName"], receipt.Values["teller"], receipt.Values["promisedDays"]).ShouldBe(
            ("A001", "文登区人社综合服务大厅", "t001", "20"));
        receipt.Values["acceptedAt"].ShouldBe(accepted.AcceptedAt!.Value.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm"));

        await hall.DeliverAsync(FormsNews.Rendered(accepted with { Forms = [.. accepted.Forms.Where(form => form.Item is null)] }, false), "intake-show-rendered-forms");

        var read = await _teller.ReadAsync(accepted.CaseId);
        read.Forms.Single(form => form.FormId == receipt.FormId).State.ShouldBe("rendered");
        read.Items.Select(item => item.State).ShouldBe([ItemState.Accepted, ItemState.InReview]);
    }

    [Fact]
    public async Task What_is_not_signed_is_not_accepted()
    {
        var opened = await _teller.OpenAsync("subsidy-4050", "personal-insurance-record");
        using var draft = await _teller.TryAcceptAsync(opened.CaseId);
        await hall.DeliverAsync(FormsNews.Rendered(opened), "intake-show-rendered-forms");

        using var drawn = await _teller.TryAcceptAsync(opened.CaseId);

        (await draft.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.not-signed")).GetProperty("state").GetString().ShouldBe(ItemState.Draft);
        (await drawn.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.not-signed")).GetProperty("state").GetString().ShouldBe(ItemState.AwaitingSignature);
        (await _teller.ReadAsync(opened.CaseId)).AcceptedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_teller_who_opened_it_accepts()
    {
        var signed = await hall.SignAsync(_teller, await _teller.OpenAsync("subsidy-4050"));

        using var other = await _teller.Beside("t002").TryAcceptAsync(signed.CaseId);
        using var unknown = await _teller.TryAcceptAsync(Guid.CreateVersion7());

        await other.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "case.not-yours");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.unknown");
        (await _teller.ReadAsync(signed.CaseId)).State.ShouldBe(ItemState.Signed);
    }

    [Fact]
    public async Task Accepted_many_times_at_once_is_accepted_once()
    {
        var signed = await hall.SignAsync(_teller, await _teller.OpenAsync("subsidy-4050"));
        var beside = _teller.Beside();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? _teller : beside).AcceptAsync(signed.CaseId)));

        answers.Select(answer => answer.AcceptedAt).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        (await EventsAsync("CaseAccepted", signed.CaseId)).ShouldBe(1);
        (await EventsAsync("RenderForms", signed.CaseId)).ShouldBe(2, "one for the application, one for the receipt");
        (await _teller.ReadAsync(signed.CaseId)).History.Count(step => step.To == ItemState.Accepted).ShouldBe(1);
    }

    private Task<long> EventsAsync(string type, Guid caseId) => hall.ScalarAsync<long>(
        """
        select count(*)
          from (select type, body from outbox union all select type, body from outbox_sent) as events
         where type like '%.' || @type || ',%' and body ->> 'caseId' = @caseId::text
        """, new { type, caseId });
}
