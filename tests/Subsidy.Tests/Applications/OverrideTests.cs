using System.Net;
using Npgsql;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class OverrideTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private const string Reason = "登记信息有误，已核实";

    [Theory]
    [InlineData("true", 5000)]
    [InlineData(null, 3850)]
    public async Task Two_reviews_and_a_third_person_grant_against_the_rules(string? paysMedical, int amount)
    {
        var application = await ProposedAsync(("paysMedical", paysMedical));
        var listed = (await host.GetAsync(Roles.Approver, "a002", "work-list/override-review")).EnumerateArray()
            .Single(row => row.GetProperty("id").GetGuid() == application.Id);

        using var granted = await OverrideAsync(application, "a002");

        listed.GetProperty("proposesOverride").GetBoolean().ShouldBeTrue();
        listed.GetProperty("amount").GetDecimal().ShouldBe(amount);
        (await granted.StateAsync()).ShouldBe("approved");
        var decided = await host.DecidedAsync(application.CaseId);
        (decided.Approved, decided.Amount).ShouldBe((true, amount));
        decided.Reasons.ShouldBe(["V", "G1"]);
        var shown = await host.ShowAsync(application);
        shown.GetProperty("override").GetProperty("by").GetString().ShouldBe("a002");
        shown.GetProperty("override").GetProperty("note").GetString().ShouldBe(Reason);
        shown.Steps().TakeLast(3).ShouldBe(["r001 first-review-overrides", "a001 second-review-overrides", "a002 override-approves"]);
    }

    [Fact]
    public async Task The_third_person_can_refuse()
    {
        var application = await ProposedAsync();

        using var refused = await OverrideAsync(application, "a002", approve: false);

        (await refused.StateAsync()).ShouldBe("refused");
        var decided = await host.DecidedAsync(application.CaseId);
        (decided.Approved, decided.Amount).ShouldBe((false, 0));
        decided.Reasons.ShouldBe(["X6"]);
    }

    [Theory]
    [InlineData("t001")]
    [InlineData("R001")]
    [InlineData("A001")]
    public async Task Nobody_of_an_earlier_step_overrides(string by)
    {
        var application = await ProposedAsync();

        using var answer = await OverrideAsync(application, by);

        await answer.ShouldBeAsync(HttpStatusCode.Forbidden, "review.same-person");
        await host.InAsync(application, "override-review");
    }

    [Fact]
    public async Task A_reviewer_does_not_override_at_all()
    {
        using var answer = await host.PostAsync(Roles.Reviewer, "r002", $"applications/{Guid.CreateVersion7()}/override", new { approve = true, note = Reason });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_override_wants_a_written_reason_and_a_need()
    {
        var (barred, allowed) = (await host.AppliedAsync(("traderOrCompanyRoleInYear", "true")), await host.AppliedAsync());

        using var silent = await host.FirstAsync(barred, @override: true);
        using var refusing = await host.FirstAsync(barred, approve: false, Reason, @override: true);
        using var needless = await host.FirstAsync(allowed, note: Reason, @override: true);
        using var early = await OverrideAsync(barred, "a002");
        var proposed = await ProposedAsync();
        using var wordless = await host.PostAsync(Roles.Approver, "a002", $"applications/{proposed.Id}/override", new { approve = true, note = " " });

        await silent.ShouldBeAsync(HttpStatusCode.BadRequest, "review.note-missing");
        await refusing.ShouldBeAsync(HttpStatusCode.BadRequest, "override.refuses");
        await needless.ShouldBeAsync(HttpStatusCode.Conflict, "override.needless");
        await early.ShouldBeAsync(HttpStatusCode.Conflict, "application.state");
        await wordless.ShouldBeAsync(HttpStatusCode.BadRequest, "review.note-missing");
    }

    [Fact]
    public async Task One_review_alone_cannot_ask_for_it()
    {
        var application = await host.AppliedAsync(("traderOrCompanyRoleInYear", "true"));
        using var first = await host.FirstAsync(application, note: Reason, @override: true);

        using var silent = await host.SecondAsync(application);
        using var second = await host.SecondAsync(application, note: "不同意破例");

        await silent.ShouldBeAsync(HttpStatusCode.BadRequest, "review.note-missing");
        (await second.StateAsync()).ShouldBe("first-review");
        host.DecisionsOn(application.CaseId).ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_who_override_at_once_one_does()
    {
        var application = await ProposedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => OverrideAsync(application, $"a10{i}")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            await answer.ShouldBeAsync(HttpStatusCode.Conflict, "application.state");
        await host.DecidedAsync(application.CaseId);
        await Task.Delay(300);
        host.DecisionsOn(application.CaseId).ShouldBe(1);
    }

    [Fact]
    public async Task A_death_after_the_reviews_goes_back_to_them()
    {
        var application = await ProposedAsync();
        host.Registry.Put(application.Person, 2, ("traderOrCompanyRoleInYear", "true"), ("diedOn", "\"2019-10-20\""));

        using var answer = await OverrideAsync(application, "a002");

        (await answer.StateAsync()).ShouldBe("first-review");
        var shown = await host.ShowAsync(application);
        shown.GetProperty("obstacles")[0].GetProperty("code").GetString().ShouldBe("T");
        shown.Steps().Last().ShouldBe("system obstacle-found");
    }

    [Theory]
    [InlineData("state = 'approved', amount = 5000", "approval_needs_two_and_the_rules")]
    [InlineData("overridden_by = 'a002', override_note = ' '", "override_has_a_reason")]
    [InlineData("overridden_by = 'a001', override_note = 'x'", "override_by_a_third_person")]
    [InlineData("overridden_by = 'R001', override_note = 'x'", "override_by_a_third_person")]
    [InlineData("overridden_by = 'T001', override_note = 'x'", "override_by_a_third_person")]
    [InlineData("second_overrides = false", "override_is_asked_by_both_reviews")]
    [InlineData("claimed_by = 'a002'", "claim_has_an_end")]
    public async Task The_database_refuses_it_too(string change, string constraint)
    {
        var application = await ProposedAsync();

        var error = await Should.ThrowAsync<PostgresException>(() => host.ExecuteAsync($"update applications set {change} where id = '{application.Id}'"));

        error.ConstraintName.ShouldBe(constraint);
    }

    private Task<HttpResponseMessage> OverrideAsync(Applied application, string by, bool approve = true) =>
        host.PostAsync(Roles.Approver, by, $"applications/{application.Id}/override", new { approve, note = Reason });

    private async Task<Applied> ProposedAsync(params (string Name, string? Json)[] changes)
    {
        var application = await host.AppliedAsync([("traderOrCompanyRoleInYear", "true"), .. changes]);
        using var first = await host.FirstAsync(application, note: Reason, @override: true);
        using var second = await host.SecondAsync(application, note: Reason, @override: true);
        (await second.StateAsync()).ShouldBe("override-review");
        return application;
    }
}
