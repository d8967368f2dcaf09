using System.Net;
using Npgsql;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class AuditTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Everything_that_is_done_with_an_application_is_in_the_trail()
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, 1, ("fileInCustody", null));
        var accepted = SubsidyHost.Case(person);
        await host.ApplyAsync(accepted, "incomplete");
        host.Registry.Put(person, 2);
        await host.PublishAsync(new PersonChanged { PersonId = person, Version = 2, Site = SubsidyHost.Hall, Benefits = [] });
        var application = await host.ApplicationAsync(accepted.CaseId, "first-review");

        using (await host.ReviewAsync("first-review", application, "r001", approve: true))
        using (await host.ReviewAsync("second-review", application, "a001", approve: true))
            await host.LetterAsync(accepted.CaseId);
        using (var client = host.Client(Roles.Operator, "o001", "*"))
        {
            (await client.GetAsync($"/sites/{SubsidyHost.Hall}/applications/{application.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync($"/applications?site={SubsidyHost.Hall}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        // How often the test itself looked whether the application is there depends on the machine.
        var entries = (await database.EntriesAsync(person)).Where(entry => entry.Actor != "t009").ToArray();
        entries.Select(entry => (entry.Actor, entry.Action)).ShouldBe(
        [
            ("subsidy", "subsidy.take-in-application"), ("subsidy", "subsidy.reassess-waiting"), ("r001", "subsidy.first-review"),
            ("a001", "subsidy.second-review"), ("subsidy", "subsidy.draw-decision-letter"), ("o001", "subsidy.read-application"), ("o001", "subsidy.list-applications"),
        ]);
        entries.ShouldAllBe(entry => entry.Purpose == $"case/{accepted.CaseId}");
        (await database.WalkAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_review_that_is_refused_leaves_no_entry()
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, 1);
        var application = await host.ApplyAsync(SubsidyHost.Case(person, acceptedBy: "t001"));

        using var own = await host.ReviewAsync("first-review", application, "t001", approve: true);

        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await database.ActionsAsync(person)).ShouldNotContain("subsidy.first-review");
    }

    [Fact]
    public void Every_endpoint_says_who_may_call_but_what_anybody_may_read() => host.Services.PathsWithoutRole().ShouldBe(
        [
            "/programmes", "/programmes/{programme}/{year:int}", "/programmes/{programme}/{year:int}/assessments",
            "/notices", "/notices/{id:guid}", "/notices/{id:guid}/objections",
        ],
        ignoreOrder: true);

    [Fact]
    public void Every_endpoint_is_audited_or_tells_of_no_person() => host.Services.UnauditedPaths().ShouldBe(
        [
            "/programmes/{programme}/{year:int}/assessments/bulk", "/programmes/{programme}/{year:int}/money", "/sites/{site}/payment-batches",
            "/programmes/{programme}/{year:int}/renewals", "/renewals/{id:guid}", "/programmes/{programme}/{year:int}/report",
            "/programmes/{programme}/{year:int}/report.csv", "/policy-drafts", "/policy-drafts/{id:guid}", "/replay",
        ],
        ignoreOrder: true);
}
