using System.Net;
using System.Net.Http.Json;
using Wenden.Contracts;
using Wenden.Fixture;
using Wenden.Intake.Cases;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

public sealed class DeadlineTests(IntakeHall hall)
{
    private const string Slow = "pension-relation-transfer";
    private readonly Teller _teller = new(hall);

    [Theory]
    [InlineData("2019-09-30", 3, "2019-10-10")]
    [InlineData("2019-10-11", 1, "2019-10-12")]
    [InlineData("2019-10-11", 2, "2019-10-14")]
    [InlineData("2019-10-21", 0, "2019-10-21")]
    public void Holidays_do_not_count_and_made_up_days_do(string from, int days, string due)
    {
        WorkingDays.After(Day(from), days).ShouldBe(Day(due));
        WorkingDays.Between(Day(from), Day(due)).ShouldBe(days);
        WorkingDays.Between(Day(due), Day(from)).ShouldBe(-days, "as many days late");
    }

    [Theory]
    [InlineData("2019-10-18", "overdue")]
    [InlineData("2019-10-20", "overdue")]
    [InlineData("2019-10-21", "soon")]
    [InlineData("2019-10-23", "soon")]
    [InlineData("2019-10-24", "in-time")]
    public void A_warning_comes_two_working_days_before(string due, string urgency) =>
        ReadDeadlines.UrgencyOf(Day(due), Day("2019-10-21")).ShouldBe(urgency);

    [Fact]
    public async Task What_is_overdue_stands_first_until_it_is_done()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));
        var late = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));
        var opened = await _teller.OpenAsync(Slow);
        await hall.ScalarAsync<object>("update case_items set due_on = '2019-10-10' where case_id = @CaseId", new { late.CaseId });

        var before = await DeadlinesAsync();
        using (await DecideAsync(late.CaseId, new { result = "completed" })) { }
        var after = await DeadlinesAsync();

        var item = accepted.Items.Single();
        item.DueOn.ShouldBe(WorkingDays.After(Hall.DayOf(accepted.AcceptedAt!.Value), item.PromisedDays));
        before.Select(deadline => deadline.CaseId).ShouldBe([late.CaseId, accepted.CaseId], "what is not accepted promises nothing");
        (before[0].Urgency, before[0].DueOn, before[0].DaysLeft < -1000).ShouldBe(("overdue", new DateOnly(2019, 10, 10), true));
        (before[1].DueOn, before[1].DaysLeft).ShouldBe((item.DueOn!.Value, item.PromisedDays));
        after.ShouldHaveSingleItem().CaseId.ShouldBe(accepted.CaseId);
        opened.Items.Single().DueOn.ShouldBeNull();
    }

    [Fact]
    public async Task A_reviewer_rejects_with_a_reason_and_once()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));

        using var bare = await DecideAsync(accepted.CaseId, new { result = "rejected", reason = " " });
        using var rejected = await DecideAsync(accepted.CaseId, new { result = "rejected", reason = "转入地未同意接收" });
        using var again = await DecideAsync(accepted.CaseId, new { result = "rejected", reason = "转入地未同意接收" });
        using var other = await DecideAsync(accepted.CaseId, new { result = "completed" });

        await bare.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "item.reason");
        var item = (await rejected.ReadAsync<CaseView>()).Items.Single();
        item.State.ShouldBe(ItemState.Rejected);
        item.Reasons.ShouldBe(["转入地未同意接收"]);
        (await again.ReadAsync<CaseView>()).History.Count(step => step.To == ItemState.Rejected).ShouldBe(1);
        (await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.not-accepted")).GetProperty("state").GetString().ShouldBe(ItemState.Rejected);
        (await hall.Database.EntriesAsync(accepted.PersonId)).Count(entry => entry.Action == "intake.decide-item").ShouldBe(2);
    }

    [Fact]
    public async Task Two_reviewers_who_decide_at_once_decide_once()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => DecideAsync(
            accepted.CaseId, i % 2 == 0 ? new { result = "completed", reason = "" } : new { result = "rejected", reason = "材料不符" }, $"r{i}")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(4, "half of them wanted what happened");
        (await _teller.ReadAsync(accepted.CaseId)).History.Count(step => step.Why == "decided").ShouldBe(1);
    }

    [Theory]
    [InlineData("card-application", "completed", HttpStatusCode.Conflict, "item.not-reviewed")]
    [InlineData("subsidy-4050", "completed", HttpStatusCode.Conflict, "item.not-reviewed")]
    [InlineData(Slow, "accepted", HttpStatusCode.BadRequest, "item.result")]
    [InlineData("17", "completed", HttpStatusCode.NotFound, "case.item-unknown")]
    public async Task Only_what_is_for_reviewers_is_decided(string item, string result, HttpStatusCode status, string code)
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("card-application", "subsidy-4050", Slow));

        using var answer = await DecideAsync(accepted.CaseId, new { result }, item: item);

        await answer.ShouldBeProblemAsync(status, code);
    }

    private Task<HttpResponseMessage> DecideAsync(Guid caseId, object decision, string name = "r001", string item = Slow) =>
        Teller.Client(hall.Second, $"role={Roles.Reviewer}; name={name}; site={_teller.Site}")
            .PostAsJsonAsync(new Uri($"/sites/{_teller.Site}/cases/{caseId}/items/{item}/decide", UriKind.Relative), decision, HallJson.Options);

    private async Task<ReadDeadlines.Deadline[]> DeadlinesAsync()
    {
        using var answer = await Teller.Client(hall.First, $"role={Roles.SiteManager}; name=m001; site={_teller.Site}")
            .GetAsync(new Uri($"/sites/{_teller.Site}/deadlines", UriKind.Relative));
        return await answer.ReadAsync<ReadDeadlines.Deadline[]>();
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
