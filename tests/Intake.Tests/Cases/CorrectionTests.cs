using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Wenden.Contracts;
using Wenden.Intake.Cases;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

/// <summary>A decided item is opened again by two people, and by nobody alone.</summary>
public sealed class CorrectionTests(IntakeHall hall)
{
    private const string Slow = "pension-relation-transfer";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task One_says_why_another_agrees_and_it_is_decided_anew()
    {
        var rejected = await RejectedAsync();

        using var asked = await AskAsync(rejected.CaseId, "转入地已复函同意");
        var correction = (await asked.ReadAsync<CaseView>(HttpStatusCode.Created)).Corrections.ShouldHaveSingleItem();
        using var second = await AskAsync(rejected.CaseId, "又一个理由");
        using var alone = await DecideAsync(correction.Id, "approved", "r001");
        using var listed = await _teller.As(Roles.Approver, "a001").GetAtSiteAsync("corrections");
        using var approved = await DecideAsync(correction.Id, "approved", "a001", Roles.Approver);
        using var again = await DecideAsync(correction.Id, "approved", "a001", Roles.Approver);
        using var other = await DecideAsync(correction.Id, "declined", "r002");
        using var completed = await _teller.As(Roles.Reviewer, "r001").PostAsync($"/{rejected.CaseId}/items/{Slow}/decide", new { result = "completed" });

        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "correction.open");
        await alone.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "correction.second-person");
        var lists = await listed.ReadAsync<CorrectItem.Corrections>();
        lists.Open.ShouldHaveSingleItem().Reason.ShouldBe("转入地已复函同意");
        lists.Decided.ShouldBeEmpty("it is being corrected");
        var open = (await approved.ReadAsync<CaseView>()).Items.Single();
        (open.State, open.DecidedAt, open.DueOn).ShouldBe((ItemState.Accepted, null, WorkingDays.After(Hall.DayOf(TimeProvider.System.GetUtcNow()), open.PromisedDays)));
        open.Reasons.ShouldBeEmpty();
        (await again.ReadAsync<CaseView>()).History.Count(step => step.Why == "corrected").ShouldBe(1);
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "correction.decided");
        var done = await completed.ReadAsync<CaseView>();
        done.Items.Single().State.ShouldBe(ItemState.Completed);
        var kept = done.Corrections.Single();
        (kept.PriorState, kept.PriorReasons.Single(), kept.Result, kept.DecidedBy).ShouldBe((ItemState.Rejected, "转入地未同意接收", "approved", "a001"));
    }

    [Fact]
    public async Task A_declined_one_changes_nothing_and_another_may_be_asked()
    {
        var rejected = await RejectedAsync();
        using var asked = await AskAsync(rejected.CaseId, "转入地已复函同意");
        var correction = (await asked.ReadAsync<CaseView>(HttpStatusCode.Created)).Corrections.Single();

        using var declined = await DecideAsync(correction.Id, "declined", "r002");
        using var next = await AskAsync(rejected.CaseId, "复函原件已到");

        using var listed = await _teller.As(Roles.Approver, "a001").GetAtSiteAsync("corrections");
        (await listed.ReadAsync<CorrectItem.Corrections>()).Open.ShouldHaveSingleItem();
        (await declined.ReadAsync<CaseView>()).Items.Single().State.ShouldBe(ItemState.Rejected);
        (await next.ReadAsync<CaseView>(HttpStatusCode.Created)).Corrections.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_who_agree_at_once_open_it_once()
    {
        var rejected = await RejectedAsync();
        using var asked = await AskAsync(rejected.CaseId, "转入地已复函同意");
        var correction = (await asked.ReadAsync<CaseView>(HttpStatusCode.Created)).Corrections.Single();

        var answers = await Task.WhenAll(Enumerable.Range(2, 6).Select(i => DecideAsync(correction.Id, "approved", $"r00{i}")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await _teller.ReadAsync(rejected.CaseId)).History.Count(step => step.Why == "corrected").ShouldBe(1);
    }

    [Fact]
    public async Task Asking_twice_with_one_key_asks_once()
    {
        var rejected = await RejectedAsync();
        var key = $"{Guid.CreateVersion7()}";

        using var first = await AskAsync(rejected.CaseId, "转入地已复函同意", key);
        using var second = await AskAsync(rejected.CaseId, "转入地已复函同意", key);

        (await second.ReadAsync<CaseView>(HttpStatusCode.Created)).Corrections.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Slow, "理由", "correction.not-decided", HttpStatusCode.Conflict)]
    [InlineData("subsidy-4050", "理由", "correction.elsewhere", HttpStatusCode.Conflict)]
    [InlineData(Slow, " ", "correction.reason", HttpStatusCode.BadRequest)]
    [InlineData("17", "理由", "case.item-unknown", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_corrected_says_why(string item, string reason, string code, HttpStatusCode status)
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync("subsidy-4050", Slow));

        using var answer = await AskAsync(accepted.CaseId, reason, item: item);
        using var unknown = await DecideAsync(Guid.CreateVersion7(), "approved", "r002");
        using var nonsense = await DecideAsync(Guid.CreateVersion7(), "maybe", "r002");

        await answer.ShouldBeProblemAsync(status, code);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "correction.unknown");
        await nonsense.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "correction.result");
    }

    [Fact]
    public async Task The_database_too_wants_a_second_person()
    {
        var rejected = await RejectedAsync();
        using var asked = await AskAsync(rejected.CaseId, "转入地已复函同意");

        var refusal = await Should.ThrowAsync<PostgresException>(hall.ScalarAsync<object>(
            "update case_corrections set result = 'approved', decided_by = asked_by, decided_at = now() where case_id = @CaseId", new { rejected.CaseId }));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    private async Task<CaseView> RejectedAsync()
    {
        var accepted = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Slow));
        using var answer = await _teller.As(Roles.Reviewer, "r001")
            .PostAsync($"/{accepted.CaseId}/items/{Slow}/decide", new { result = "rejected", reason = "转入地未同意接收" });
        return await answer.ReadAsync<CaseView>();
    }

    private Task<HttpResponseMessage> AskAsync(Guid caseId, string reason, string? key = null, string item = Slow) =>
        _teller.As(Roles.Reviewer, "r001").PostAsync($"/{caseId}/items/{item}/corrections", new { reason }, key ?? $"{Guid.CreateVersion7()}");

    private Task<HttpResponseMessage> DecideAsync(Guid correctionId, string result, string name, string role = Roles.Reviewer) =>
        Teller.Client(hall.Second, $"role={role}; name={name}; site={_teller.Site}")
            .PostAsJsonAsync(new Uri($"/sites/{_teller.Site}/corrections/{correctionId}/decide", UriKind.Relative), new { result }, HallJson.Options);
}
