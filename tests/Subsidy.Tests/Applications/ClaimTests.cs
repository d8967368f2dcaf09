using System.Net;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class ClaimTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task What_one_has_claimed_no_other_reviews()
    {
        var application = await host.AppliedAsync();

        using var claimed = await ClaimAsync(application, "r001");
        using var again = await ClaimAsync(application, "R001");
        using var other = await ClaimAsync(application, "r002");
        using var review = await host.FirstAsync(application, by: "r002");
        using var batch = await host.PostAsync(Roles.Reviewer, "r002", "first-reviews", new { applications = new[] { application.Id }, approve = true });
        using var supplement = await host.PostAsync(Roles.Reviewer, "r002", $"applications/{application.Id}/supplement", new { missing = "失业证" });

        (await claimed.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("claimedBy").GetString().ShouldBe("r001");
        (await again.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("claimedUntil").GetDateTimeOffset()
            .ShouldBeGreaterThan((await claimed.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("claimedUntil").GetDateTimeOffset());
        foreach (var refused in new[] { other, review, supplement })
            (await refused.ShouldBeAsync(HttpStatusCode.Conflict, "application.claimed")).GetProperty("claimedBy").GetString().ShouldBe("R001");
        (await batch.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("rows")[0].GetProperty("code").GetString().ShouldBe("application.claimed");
        using var own = await host.FirstAsync(application, by: "r001");
        (await own.StateAsync()).ShouldBe("second-review");
        (await host.ShowAsync(application)).TryGetProperty("claimedBy", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_claim_that_has_ended_is_free()
    {
        var application = await host.AppliedAsync();
        using var claimed = await ClaimAsync(application, "r001");
        await host.ExecuteAsync($"update applications set claimed_until = '2019-10-21T00:00:00Z' where id = '{application.Id}'");

        using var other = await ClaimAsync(application, "r002");

        (await other.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("claimedBy").GetString().ShouldBe("r002");
    }

    [Fact]
    public async Task Only_its_holder_gives_a_claim_back()
    {
        var application = await host.AppliedAsync();
        using var claimed = await ClaimAsync(application, "r001");

        using var foreign = await host.PostAsync(Roles.Reviewer, "r002", $"applications/{application.Id}/unclaim", null);
        using var own = await host.PostAsync(Roles.Reviewer, "r001", $"applications/{application.Id}/unclaim", null);
        using var again = await host.PostAsync(Roles.Reviewer, "r001", $"applications/{application.Id}/unclaim", null);
        using var other = await ClaimAsync(application, "r002");

        await foreign.ShouldBeAsync(HttpStatusCode.Conflict, "application.claimed");
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_has_it()
    {
        var application = await host.AppliedAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ClaimAsync(application, $"r10{i}")));

        claims.Count(claim => claim.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var claim in claims.Where(claim => claim.StatusCode != HttpStatusCode.OK))
            await claim.ShouldBeAsync(HttpStatusCode.Conflict, "application.claimed");
    }

    [Fact]
    public async Task Who_accepted_it_cannot_claim_it()
    {
        var application = await host.AppliedAsync();

        using var teller = await ClaimAsync(application, "t001");
        using var approver = await host.PostAsync(Roles.Approver, "a001", $"applications/{application.Id}/claim", null);

        await teller.ShouldBeAsync(HttpStatusCode.Forbidden, "review.same-person");
        await approver.ShouldBeAsync(HttpStatusCode.Conflict, "application.state");
    }

    [Fact]
    public async Task A_work_list_has_the_oldest_first_and_says_who_may()
    {
        var old = Guid.CreateVersion7();
        host.Registry.Put(old, 1, ("traderOrCompanyRoleInYear", "true"));
        var accepted = SubsidyHost.Case(old, at: "2019-10-18T09:00:00+08:00");
        await host.ApplyAsync(accepted);
        var fresh = await host.AppliedAsync();
        using var claimed = await ClaimAsync(fresh, "r001");

        var list = (await host.GetAsync(Roles.Reviewer, "r001", "work-list/first-review")).EnumerateArray().ToList();
        var tellers = (await host.GetAsync(Roles.Reviewer, "t001", "work-list/first-review")).EnumerateArray().ToList();
        var operators = (await host.GetAsync(Roles.Operator, "o001", "work-list/second-review")).EnumerateArray().ToList();

        var first = Find(list, accepted.CaseId);
        var second = Find(list, fresh.CaseId);
        list.IndexOf(first).ShouldBeLessThan(list.IndexOf(second));
        first.GetProperty("waitingDays").GetInt32().ShouldBe(3);
        first.GetProperty("outcome").GetString().ShouldBe("ineligible");
        first.GetProperty("amount").GetDecimal().ShouldBe(0);
        first.Texts("exclusions").ShouldBe(["X6"]);
        first.GetProperty("mayReview").GetBoolean().ShouldBeTrue();
        first.GetProperty("isMine").GetBoolean().ShouldBeFalse();
        second.GetProperty("isMine").GetBoolean().ShouldBeTrue();
        second.GetProperty("name").GetString().ShouldBe("某某");
        second.GetProperty("amount").GetDecimal().ShouldBe(5000);
        second.Texts("groups").ShouldBe(["G1"]);
        Find(tellers, fresh.CaseId).GetProperty("mayReview").GetBoolean().ShouldBeFalse();
        operators.ShouldAllBe(row => !row.GetProperty("mayReview").GetBoolean());
    }

    [Theory]
    [InlineData(Roles.Reviewer, "second-review", HttpStatusCode.Forbidden, "work.not-yours")]
    [InlineData(Roles.Approver, "first-review", HttpStatusCode.Forbidden, "work.not-yours")]
    [InlineData(Roles.Reviewer, "approved", HttpStatusCode.BadRequest, "work.step-unknown")]
    public async Task A_work_list_is_for_whom_it_is(string role, string step, HttpStatusCode status, string code)
    {
        using var client = host.Client(role, "x001");

        using var answer = await client.GetAsync($"/sites/{SubsidyHost.Hall}/work-list/{step}");

        await answer.ShouldBeAsync(status, code);
    }

    private static JsonElement Find(List<JsonElement> list, Guid caseId) =>
        list.Single(row => row.GetProperty("caseId").GetGuid() == caseId);

    private Task<HttpResponseMessage> ClaimAsync(Applied application, string by) =>
        host.PostAsync(Roles.Reviewer, by, $"applications/{application.Id}/claim", null);
}
