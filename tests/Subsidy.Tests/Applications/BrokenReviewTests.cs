using System.Net;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

/// <summary>Whatever is broken refuses; nothing is waved through.</summary>
public class BrokenReviewTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Theory]
    [InlineData("assessment = jsonb_set(assessment, '{amount}', 'null')", "review.assessment-broken")]
    [InlineData("assessment = assessment - 'amount'", "review.assessment-broken")]
    [InlineData("assessment = jsonb_set(assessment, '{amount}', '0')", "review.assessment-broken")]
    [InlineData("assessment = assessment - 'outcome'", "review.assessment-broken")]
    [InlineData("assessment = null", "review.assessment-broken")]
    [InlineData("policy_sha256 = 'gone'", "review.policy-gone")]
    public async Task A_broken_application_is_not_approved(string change, string code)
    {
        var application = await host.AppliedAsync();
        using var first = await host.FirstAsync(application);
        await host.ExecuteAsync($"update applications set {change} where id = '{application.Id}'");

        using var single = await host.SecondAsync(application);
        using var batch = await host.PostAsync(Roles.Approver, "a001", "second-reviews", new { applications = new[] { application.Id }, approve = true });

        await single.ShouldBeAsync(HttpStatusCode.Conflict, code);
        (await batch.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("rows")[0].GetProperty("code").GetString().ShouldBe(code);
        await host.InAsync(application, "second-review");
    }

    [Fact]
    public async Task Nobody_is_approved_whom_the_registry_lost()
    {
        var application = await host.AppliedAsync();
        using var first = await host.FirstAsync(application);
        host.Registry.Forget(application.Person);

        using var approved = await host.SecondAsync(application);
        using var refused = await host.SecondAsync(application, approve: false, "查无此人");

        await approved.ShouldBeAsync(HttpStatusCode.Conflict, "review.person-unknown");
        (await refused.StateAsync()).ShouldBe("first-review");
    }

    [Fact]
    public async Task An_override_without_its_policy_is_refused()
    {
        var application = await host.AppliedAsync(("blacklisted", "true"));
        using var first = await host.FirstAsync(application, note: "x", @override: true);
        using var second = await host.SecondAsync(application, note: "x", @override: true);
        await host.ExecuteAsync($"update applications set policy_sha256 = 'gone' where id = '{application.Id}'");

        using var answer = await host.PostAsync(Roles.Approver, "a002", $"applications/{application.Id}/override", new { approve = true, note = "x" });

        await answer.ShouldBeAsync(HttpStatusCode.Conflict, "review.policy-gone");
    }
}
