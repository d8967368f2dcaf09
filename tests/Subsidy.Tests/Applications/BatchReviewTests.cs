using System.Net;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class BatchReviewTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Every_row_of_a_batch_gets_its_own_result()
    {
        var (good, bad, done) = (await host.AppliedAsync(), await host.AppliedAsync(("blacklisted", "true")), await host.AppliedAsync());
        using var single = await host.FirstAsync(done);
        var unknown = Guid.CreateVersion7();

        var first = await RowsAsync(Roles.Reviewer, "r002", "first-reviews", true, unknown, good.Id, done.Id, bad.Id, good.Id);
        var second = await RowsAsync(Roles.Approver, "a001", "second-reviews", true, bad.Id, unknown, good.Id);

        first.Select(Result).ShouldBe(["application.unknown", "second-review", "application.state", "second-review", "application.state"]);
        first.Select(row => row.GetProperty("id").GetGuid()).ShouldBe([unknown, good.Id, done.Id, bad.Id, good.Id]);
        first.ShouldAllBe(row => row.GetProperty("done").GetBoolean() || row.GetProperty("title").GetString()!.Contains("application"));
        second.Select(Result).ShouldBe(["refused", "application.unknown", "approved"]);
        (await host.DecidedAsync(good.CaseId)).Amount.ShouldBe(5000);
        (await host.DecidedAsync(bad.CaseId)).Reasons.ShouldBe(["X1"]);
    }

    [Fact]
    public async Task Four_people_stay_four_people_in_batches()
    {
        var application = await host.AppliedAsync();

        var teller = await RowsAsync(Roles.Reviewer, "T001", "first-reviews", true, application.Id);
        var reviewer = await RowsAsync(Roles.Reviewer, "r001", "first-reviews", true, application.Id);
        var same = await RowsAsync(Roles.Approver, "R001", "second-reviews", true, application.Id);
        var tellerAgain = await RowsAsync(Roles.Approver, "t001", "second-reviews", true, application.Id);

        new[] { teller, same, tellerAgain }.ShouldAllBe(rows => Result(rows.Single()) == "review.same-person");
        Result(reviewer.Single()).ShouldBe("second-review");
        await host.InAsync(application, "second-review");
    }

    [Fact]
    public async Task A_batch_and_single_reviews_at_once_decide_each_once()
    {
        var applications = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.AppliedAsync()));
        var ids = applications.Select(application => application.Id).ToArray();

        var forward = RowsAsync(Roles.Reviewer, "r001", "first-reviews", true, ids);
        var backward = RowsAsync(Roles.Reviewer, "r002", "first-reviews", true, [.. ids.Reverse()]);
        var singles = await Task.WhenAll(applications.Select(application => host.FirstAsync(application, by: "r003")));

        var won = (await forward).Concat(await backward).Where(row => row.GetProperty("done").GetBoolean()).Select(row => row.GetProperty("id").GetGuid())
            .Concat(applications.Zip(singles).Where(pair => pair.Second.IsSuccessStatusCode).Select(pair => pair.First.Id));
        won.ShouldBe(ids, ignoreOrder: true);
        (await host.CountAsync($"select count(*) from application_history where what = 'first-review-approves' and application_id = any('{{{string.Join(',', ids)}}}')")).ShouldBe(6);
    }

    [Fact]
    public async Task A_repeated_batch_gets_the_same_answer()
    {
        var application = await host.AppliedAsync();
        var (key, body) = ($"{Guid.CreateVersion7()}", new { applications = new[] { application.Id }, approve = true });

        using var first = await host.PostAsync(Roles.Reviewer, "r001", "first-reviews", body, key);
        using var again = await host.PostAsync(Roles.Reviewer, "r001", "first-reviews", body, key);

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await host.ShowAsync(application)).Steps().Count(step => step == "r001 first-review-approves").ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_is_told_and_stops_no_other()
    {
        var (broken, good) = (await host.AppliedAsync(), await host.AppliedAsync());
        await host.ExecuteAsync($"update applications set assessment = jsonb_set(assessment, '{{groups}}', '3') where id = '{broken.Id}'");
        await RowsAsync(Roles.Reviewer, "r001", "first-reviews", true, broken.Id, good.Id);

        var rows = await RowsAsync(Roles.Approver, "a001", "second-reviews", true, broken.Id, good.Id);

        rows.Select(Result).ShouldBe(["server.error", "approved"]);
        await host.InAsync(broken, "second-review");
    }

    [Theory]
    [InlineData("""{ "applications": [], "approve": true }""", "batch.size")]
    [InlineData("""{ "applications": ["018f0000-0000-7000-8000-000000000001"], "approve": false, "note": " " }""", "review.note-missing")]
    [InlineData("""{ "applications": null, "approve": true }""", "request.json")]
    [InlineData("""{ "applications": ["x"], "approve": true }""", "request.json")]
    [InlineData("""{ "applications": ["018f0000-0000-7000-8000-000000000001"], "approve": true, "note": "\u0000" }""", "request.malformed")]
    public async Task Bad_batches_are_refused_as_a_whole(string body, string code)
    {
        using var answer = await host.PostAsync(Roles.Reviewer, "r001", "first-reviews", JsonElement.Parse(body));

        await answer.ShouldBeAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task More_than_five_hundred_are_refused()
    {
        var ids = Enumerable.Range(0, 501).Select(_ => Guid.CreateVersion7()).ToArray();

        using var answer = await host.PostAsync(Roles.Reviewer, "r001", "first-reviews", new { applications = ids, approve = true });

        await answer.ShouldBeAsync(HttpStatusCode.BadRequest, "batch.size");
    }

    private static string? Result(JsonElement row) =>
        row.GetProperty(row.GetProperty("done").GetBoolean() ? "state" : "code").GetString();

    private async Task<List<JsonElement>> RowsAsync(string role, string by, string path, bool approve, params Guid[] applications)
    {
        using var answer = await host.PostAsync(role, by, path, new { applications, approve });
        return [.. (await answer.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("rows").EnumerateArray()];
    }
}
