using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Wenden.Subsidy.Tests.Applications;

public class ReviewTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Two_reviews_that_agree_approve_and_tell_why()
    {
        var (caseId, application) = await AppliedAsync();

        var first = await host.ReviewAsync("first-review", application, "r001", approve: true);
        var second = await host.ReviewAsync("second-review", application, "a001", approve: true);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString().ShouldBe("approved");
        var decided = await host.DecidedAsync(caseId);
        decided.ShouldSatisfyAllConditions(
            () => decided.Approved.ShouldBeTrue(),
            () => decided.Amount.ShouldBe(5000),
            () => decided.Reasons.ShouldBe(["G1"]),
            () => decided.Item.ShouldBe("BT-4050"));
        var shown = await host.ApplicationAsync(caseId, "approved");
        Steps(shown).ShouldBe(
        [
            "t001 accepted", "system assessed-eligible", "r001 first-review-approves", "a001 second-review-approves",
        ]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_can_approve_what_the_rules_refuse(bool approve)
    {
        var (caseId, application) = await AppliedAsync(("traderOrCompanyRoleInYear", "true"));

        await host.ReviewAsync("first-review", application, "r001", approve, "与登记信息一致");
        var second = await host.ReviewAsync("second-review", application, "a001", approve, "与登记信息一致");

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        var decided = await host.DecidedAsync(caseId);
        decided.Approved.ShouldBeFalse();
        decided.Amount.ShouldBe(0);
        decided.Reasons.ShouldBe(["X6"]);
    }

    [Fact]
    public async Task Two_reviews_can_refuse_with_a_written_reason()
    {
        var (caseId, application) = await AppliedAsync();

        var silent = await host.ReviewAsync("first-review", application, "r001", approve: false);
        await host.ReviewAsync("first-review", application, "r001", approve: false, "本人要求撤回");
        await host.ReviewAsync("second-review", application, "a001", approve: false, "同意初审意见");

        silent.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CodeAsync(silent)).ShouldBe("review.note-missing");
        (await host.DecidedAsync(caseId)).Reasons.ShouldBe(["R"]);
    }

    [Fact]
    public async Task Reviews_that_disagree_send_back_with_the_note()
    {
        var (caseId, application) = await AppliedAsync();
        await host.ReviewAsync("first-review", application, "r001", approve: true);

        var back = await host.ReviewAsync("second-review", application, "a001", approve: false, "请核对档案托管日期");

        (await back.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString().ShouldBe("first-review");
        var shown = await host.ApplicationAsync(caseId, "first-review");
        shown.GetProperty("history").EnumerateArray().Last().GetProperty("why").GetString().ShouldBe("请核对档案托管日期");
        host.DecisionsOn(caseId).ShouldBe(0);

        await host.ReviewAsync("first-review", application, "r002", approve: true, "已核对");
        await host.ReviewAsync("second-review", application, "a001", approve: true);
        (await host.DecidedAsync(caseId)).Approved.ShouldBeTrue();
    }

    [Fact]
    public async Task One_person_never_does_two_of_the_three_steps()
    {
        var (caseId, application) = await AppliedAsync();

        var teller = await host.ReviewAsync("first-review", application, "T001", approve: true);
        await host.ReviewAsync("first-review", application, "r001", approve: true);
        var reviewer = await host.ReviewAsync("second-review", application, "r001", approve: true);
        var tellerAgain = await host.ReviewAsync("second-review", application, "t001", approve: true);

        foreach (var refused in new[] { teller, reviewer, tellerAgain })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await CodeAsync(refused)).ShouldBe("review.same-person");
        }

        await host.ApplicationAsync(caseId, "second-review");
    }

    [Theory]
    [InlineData("first_reviewer = 't001', first_approves = true", "first_reviewer_did_not_accept")]
    [InlineData("second_reviewer = 'T001', second_approves = true", "second_reviewer_did_not_accept")]
    [InlineData("first_reviewer = 'r001', second_reviewer = 'R001'", "reviewers_differ")]
    [InlineData("state = 'refused', first_reviewer = 'r001'", "decision_needs_two_reviews")]
    [InlineData("state = 'approved', amount = 5000, first_reviewer = 'r001', first_approves = true, second_reviewer = 'a001'", "approval_needs_two_and_the_rules")]
    [InlineData("amount = 5000", "only_approval_has_an_amount")]
    [InlineData("outcome = 'incomplete'", "review_needs_an_assessment")]
    [InlineData("state = 'paid'", "state_is_known")]
    public async Task The_database_refuses_it_too(string change, string constraint)
    {
        var (_, application) = await AppliedAsync();

        var error = await Should.ThrowAsync<PostgresException>(() =>
            ExecuteAsync($"update applications set {change} where id = '{application.GetProperty("id").GetString()}'"));

        error.ConstraintName.ShouldBe(constraint);
    }

    [Theory]
    [InlineData("delete from application_history")]
    [InlineData("update application_history set by = 'x'")]
    [InlineData("truncate application_history")]
    public async Task The_history_cannot_be_changed(string statement)
    {
        await AppliedAsync();

        var error = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(statement));

        error.MessageText.ShouldContain("only added to");
    }

    [Fact]
    public async Task Of_many_reviewers_at_once_one_wins()
    {
        var (caseId, application) = await AppliedAsync();

        var firsts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.ReviewAsync("first-review", application, $"r10{i}", approve: true)));
        var seconds = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.ReviewAsync("second-review", application, $"a10{i}", approve: true)));

        await OneWinsAsync(firsts, "second-review");
        await OneWinsAsync(seconds, "approved");
        await host.DecidedAsync(caseId);
        await Task.Delay(300);
        host.DecisionsOn(caseId).ShouldBe(1);
        Steps(await host.ApplicationAsync(caseId, "approved")).Count().ShouldBe(4);
    }

    [Fact]
    public async Task A_repeated_command_gets_the_same_answer()
    {
        var (_, application) = await AppliedAsync();
        var key = $"{Guid.CreateVersion7()}";

        var first = await host.ReviewAsync("first-review", application, "r001", approve: true, key: key);
        var again = await host.ReviewAsync("first-review", application, "r001", approve: true, key: key);
        var other = await host.ReviewAsync("first-review", application, "r001", approve: false, "不同意", key);
        var late = await host.ReviewAsync("first-review", application, "r001", approve: true);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await CodeAsync(other)).ShouldBe("idempotency.key-reused");
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString().ShouldBe("second-review");
    }

    [Fact]
    public async Task A_review_of_nothing_is_404()
    {
        var nothing = JsonSerializer.SerializeToElement(new { id = Guid.CreateVersion7() });

        var answer = await host.ReviewAsync("second-review", nothing, "a001", approve: true);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task OneWinsAsync(HttpResponseMessage[] answers, string state)
    {
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("code").GetString().ShouldBe("application.state");
            problem.GetProperty("state").GetString().ShouldBe(state);
        }
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private static IEnumerable<string> Steps(JsonElement application) =>
        application.GetProperty("history").EnumerateArray().Select(step => $"{step.GetProperty("by").GetString()} {step.GetProperty("what").GetString()}");

    private async Task<(Guid CaseId, JsonElement Application)> AppliedAsync(params (string Name, string? Json)[] changes)
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1, changes);
        var accepted = SubsidyHost.Case(person);
        return (accepted.CaseId, await host.ApplyAsync(accepted));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
