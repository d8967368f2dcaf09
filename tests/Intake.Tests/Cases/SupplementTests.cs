using System.Net;
using Wenden.Contracts;
using Wenden.Intake.Cases;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

/// <summary>What is missing is told once; the days until it is brought do not count.</summary>
public sealed class SupplementTests(IntakeHall hall)
{
    private const string Slow = "pension-relation-transfer";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task An_item_waits_for_what_was_asked_and_goes_on()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));

        using var asked = await AskAsync(accepted.CaseId, "转出地的参保凭证");
        using var twice = await AskAsync(accepted.CaseId, "转出地的参保凭证");
        using var more = await AskAsync(accepted.CaseId, "还有户口簿");
        using var completed = await DecideAsync(accepted.CaseId, "completed");
        await hall.ScalarAsync<object>(
            "update case_supplements set asked_at = asked_at - interval '14 days' where case_id = @CaseId", new { accepted.CaseId });
        using var supplied = await _teller.PostAsync($"/{accepted.CaseId}/items/{Slow}/supplied");
        using var again = await _teller.PostAsync($"/{accepted.CaseId}/items/{Slow}/supplied");
        using var late = await AskAsync(accepted.CaseId, "还有户口簿");

        var notice = await Eventually.FindAsync(hall.Wanted, wanted => wanted.CaseId == accepted.CaseId && wanted.Forms.Any(form => form.Template == "one-time-notice"));
        notice.Forms.ShouldHaveSingleItem().Values["missingMaterials"].ShouldBe("转出地的参保凭证");
        hall.Wanted.Count(wanted => wanted.CaseId == accepted.CaseId).ShouldBe(3, "the application, the receipt and one notice");
        var waiting = (await asked.ReadAsync<CaseView>()).Items.Single();
        (waiting.State, waiting.Supplement!.Missing, waiting.Supplement.AskedBy).ShouldBe((ItemState.AwaitingSupplement, "转出地的参保凭证", "r001"));
        waiting.Supplement.DueOn.ShouldBe(WorkingDays.After(Hall.DayOf(waiting.Supplement.AskedAt), SupplementItem.Days));
        (await twice.ReadAsync<CaseView>()).History.Count(step => step.To == ItemState.AwaitingSupplement).ShouldBe(1);
        await more.ShouldBeProblemAsync(HttpStatusCode.Conflict, "supplement.asked");
        await completed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-accepted");
        var goesOn = (await supplied.ReadAsync<CaseView>()).Items.Single();
        goesOn.State.ShouldBe(ItemState.Accepted);
        var today = Hall.DayOf(goesOn.Supplement!.SuppliedAt!.Value);
        goesOn.DueOn.ShouldBe(WorkingDays.After(accepted.Items.Single().DueOn!.Value, WorkingDays.Between(today.AddDays(-14), today)));
        (await again.ReadAsync<CaseView>()).Items.Single().DueOn.ShouldBe(goesOn.DueOn);
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "supplement.asked");
    }

    [Fact]
    public async Task Whoever_does_not_bring_it_can_be_rejected()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));

        using var asked = await AskAsync(accepted.CaseId, "转出地的参保凭证");
        using var rejected = await DecideAsync(accepted.CaseId, "rejected");
        using var late = await _teller.PostAsync($"/{accepted.CaseId}/items/{Slow}/supplied");

        (await rejected.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.Rejected);
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-accepted");
    }

    [Theory]
    [InlineData(Slow, " ", HttpStatusCode.BadRequest, "supplement.missing")]
    [InlineData("card-application", "照片", HttpStatusCode.Conflict, "item.not-reviewed")]
    [InlineData("subsidy-4050", "失业证", HttpStatusCode.Conflict, "item.not-reviewed")]
    [InlineData("17", "失业证", HttpStatusCode.NotFound, "case.item-unknown")]
    public async Task Only_for_what_reviewers_decide(string item, string missing, HttpStatusCode status, string code)
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("card-application", "subsidy-4050", Slow));

        using var answer = await AskAsync(accepted.CaseId, missing, item);
        using var notAsked = await _teller.PostAsync($"/{accepted.CaseId}/items/{Slow}/supplied");

        await answer.ShouldBeProblemAsync(status, code);
        await notAsked.ShouldBeProblemAsync(HttpStatusCode.Conflict, "supplement.not-asked");
    }

    [Fact]
    public async Task While_it_waits_the_list_shows_the_day_to_bring_it()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));
        using var asked = await AskAsync(accepted.CaseId, "转出地的参保凭证");

        using var answer = await _teller.As(Roles.SiteManager, "m001").GetAtSiteAsync("deadlines");
        var deadline = (await answer.ReadAsync<ReadDeadlines.Deadline[]>()).ShouldHaveSingleItem();

        (deadline.State, deadline.DueOn).ShouldBe((ItemState.AwaitingSupplement, (await asked.ReadAsync<CaseView>()).Items.Single().Supplement!.DueOn));
    }

    private Task<HttpResponseMessage> AskAsync(Guid caseId, string missing, string item = Slow) =>
        _teller.As(Roles.Reviewer, "r001").PostAsync($"/{caseId}/items/{item}/supplement", new { missing });

    private Task<HttpResponseMessage> DecideAsync(Guid caseId, string result) =>
        _teller.As(Roles.Reviewer, "r001").PostAsync($"/{caseId}/items/{Slow}/decide", new { result, reason = "未补正" });
}
