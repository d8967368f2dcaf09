using System.Net;
using System.Text.Json;
using Wenden.Contracts.Intake;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class SupplementTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task What_was_asked_for_comes_back_on_fresh_facts()
    {
        var application = await host.AppliedAsync(("minimumLivingAllowanceHousehold", "false"));

        using var asked = await AskAsync(application, "低保证");
        using var repeated = await AskAsync(application, "低保证");
        var told = await host.AskedAsync(application.CaseId);
        var waiting = await host.ShowAsync(application);
        host.Registry.Put(application.Person, 2, ("minimumLivingAllowanceHousehold", "true"));
        await SupplyAsync(application);
        var back = await host.InAsync(application, "first-review");
        using var second = await AskAsync(application, "还有户口簿");

        (await asked.StateAsync()).ShouldBe("supplement");
        (await repeated.StateAsync()).ShouldBe("supplement");
        (told.Site, told.ApplicationId, told.Item, told.Missing, told.AskedBy).ShouldBe((SubsidyHost.Hall, application.Id, "BT-4050", "低保证", "r001"));
        host.AskedFor(application.CaseId).ShouldBe(1);
        waiting.GetProperty("supplement").GetProperty("missing").GetString().ShouldBe("低保证");
        back.GetProperty("assessment").Texts("groups").ShouldContain("G3");
        back.Steps().ShouldBe(["t001 accepted", "system assessed-eligible", "r001 supplement-asked", "t002 supplied", "system assessed-eligible"]);
        await second.ShouldBeAsync(HttpStatusCode.Conflict, "supplement.asked");
        using var first = await host.FirstAsync(application);
        using var decided = await host.SecondAsync(application);
        (await decided.StateAsync()).ShouldBe("approved");
    }

    [Fact]
    public async Task A_fact_that_went_missing_meanwhile_is_waited_for()
    {
        var application = await host.AppliedAsync();
        using var asked = await AskAsync(application, "档案托管证明");
        host.Registry.Put(application.Person, 2, ("fileInCustody", null));

        await SupplyAsync(application);

        await host.InAsync(application, "incomplete");
        (await host.MissingAsync(application.CaseId)).Missing.ShouldBe(["fileInCustody"]);
    }

    [Fact]
    public async Task A_delivery_told_twice_is_judged_once()
    {
        var application = await host.AppliedAsync();
        using var asked = await AskAsync(application, "失业证");
        var messageId = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.PublishAsync(Supplied(application), messageId)));
        await host.TakenAsync(messageId);

        (await host.InAsync(application, "first-review")).Steps().Count(step => step == "t002 supplied").ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_bring_it_can_be_refused()
    {
        var application = await host.AppliedAsync();
        using var asked = await AskAsync(application, "失业证");

        using var granting = await host.FirstAsync(application);
        using var refusing = await host.FirstAsync(application, approve: false, "逾期未补正");
        using var second = await host.SecondAsync(application, approve: false, "同意");
        await SupplyAsync(application);

        await granting.ShouldBeAsync(HttpStatusCode.Conflict, "application.state");
        (await refusing.StateAsync()).ShouldBe("second-review");
        (await second.StateAsync()).ShouldBe("refused");
        await host.InAsync(application, "refused");
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_does()
    {
        var application = await host.AppliedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AskAsync(application, $"材料{i}", $"r10{i}")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            await answer.ShouldBeAsync(HttpStatusCode.Conflict, "supplement.asked");
        await host.AskedAsync(application.CaseId);
        host.AskedFor(application.CaseId).ShouldBe(1);
    }

    [Fact]
    public async Task A_renewal_has_no_case_to_supplement()
    {
        var application = await host.AppliedAsync();
        await host.ExecuteAsync($"update applications set case_id = null, renewed_from = '{Guid.CreateVersion7()}' where id = '{application.Id}'");

        using var answer = await AskAsync(application, "失业证");

        await answer.ShouldBeAsync(HttpStatusCode.Conflict, "supplement.no-case");
    }

    [Theory]
    [InlineData("""{ "missing": " " }""", "supplement.missing")]
    [InlineData("""{ "missing": "a\u0000b" }""", "supplement.missing")]
    [InlineData("""{ "missing": null }""", "request.json")]
    [InlineData("{}", "request.json")]
    public async Task Nothing_is_asked_without_words(string body, string code)
    {
        var application = await host.AppliedAsync();

        using var answer = await host.PostAsync(Roles.Reviewer, "r001", $"applications/{application.Id}/supplement", JsonElement.Parse(body));

        await answer.ShouldBeAsync(HttpStatusCode.BadRequest, code);
        await host.InAsync(application, "first-review");
    }

    [Fact]
    public async Task The_teller_of_the_case_does_not_ask()
    {
        var application = await host.AppliedAsync();

        using var teller = await AskAsync(application, "失业证", "t001");
        using var unknown = await host.PostAsync(Roles.Reviewer, "r001", $"applications/{Guid.CreateVersion7()}/supplement", new { missing = "失业证" });

        await teller.ShouldBeAsync(HttpStatusCode.Forbidden, "review.same-person");
        await unknown.ShouldBeAsync(HttpStatusCode.NotFound, "application.unknown");
    }

    private static ItemSupplied Supplied(Applied application) => new()
    {
        Site = SubsidyHost.Hall,
        CaseId = application.CaseId,
        Item = "BT-4050",
        FollowUp = "subsidy",
        SuppliedBy = "t002",
        SuppliedAt = DateTimeOffset.Parse("2019-10-23T10:00:00+08:00"),
    };

    private Task<HttpResponseMessage> AskAsync(Applied application, string missing, string by = "r001") =>
        host.PostAsync(Roles.Reviewer, by, $"applications/{application.Id}/supplement", new { missing });

    private async Task SupplyAsync(Applied application)
    {
        var messageId = Guid.CreateVersion7();
        await host.PublishAsync(Supplied(application), messageId);
        await host.TakenAsync(messageId);
    }
}
