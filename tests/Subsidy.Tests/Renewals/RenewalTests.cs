using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;
using static Wenden.Subsidy.Tests.Renewals.ApprovedPeople;

namespace Wenden.Subsidy.Tests.Renewals;

public class RenewalTests(RenewalHost host) : IClassFixture<RenewalHost>
{
    [Fact]
    public async Task Who_is_as_before_is_renewed_on_fresh_facts()
    {
        var programme = host.Programme();
        var person = await host.People.AddAsync(programme);
        host.Registry.Put(person, version: 7, Banked, ("monthsInsuredAtLastEmployer", "36"));

        var run = await host.RunAsync(programme);

        Counts(run).ShouldBe((1, 1, 1, 0, 0, 0));
        run.GetProperty("fromYear").GetInt32().ShouldBe(2019);
        var result = await host.ResultAsync("renewed", programme, person);
        using var reviewer = host.Client(Roles.Reviewer, "r001");
        var application = await reviewer.GetFromJsonAsync<JsonElement>(
            $"/sites/{RenewalHost.Hall}/applications/{result.GetProperty("renewedAs").GetString()}");
        application.TryGetProperty("caseId", out _).ShouldBeFalse();
        application.GetProperty("state").GetString().ShouldBe("approved");
        application.GetProperty("acceptedBy").GetString().ShouldBe("system");
        application.GetProperty("appliedOn").GetString().ShouldBe("2020-10-20");
        application.GetProperty("amount").GetDecimal().ShouldBe(5000);
        application.GetProperty("assessment").GetProperty("policy").GetString().ShouldBe($"{programme}-2020");
        application.GetProperty("facts").GetProperty("monthsInsuredAtLastEmployer").GetProperty("value").GetInt32().ShouldBe(36);
        var step = application.GetProperty("history").EnumerateArray().Single();
        (step.GetProperty("by").GetString(), step.GetProperty("what").GetString()).ShouldBe(("system", "renewed"));
        step.GetProperty("why").GetString().ShouldBe(result.GetProperty("applicationId").GetString());
        (await host.People.ReadAsync<string>("select payee ->> 'account' from applications where renewed_from is not null and person_id = $1", person)).ShouldBe(Account);
        var entry = (await host.Database.EntriesAsync(person))[0];
        (entry.Actor, entry.Action, entry.Purpose).ShouldBe(("subsidy", "subsidy.renew", $"renewal/{run.GetProperty("id").GetString()}"));
    }

    [Fact]
    public async Task Exactly_what_changed_is_asked_for()
    {
        var programme = host.Programme();
        var (medical, account, lost, unbanked) = (
            await host.People.AddAsync(programme), await host.People.AddAsync(programme), await host.People.AddAsync(programme), await host.People.AddAsync(programme));
        host.Registry.Put(medical, 2, Banked, ("paysMedical", "false"));
        host.Registry.Put(account, 2, ("bankAccount", "\"6217000000000009876\""), ("disabled", "true"));
        host.Registry.Put(lost, 2, Banked, ("fileInCustody", null), ("blacklisted", null));
        host.Registry.Put(unbanked, 2, ("bankAccount", null));

        var run = await host.RunAsync(programme);

        Counts(run).ShouldBe((4, 4, 0, 4, 0, 0));
        Changes(await host.ResultAsync("asked", programme, medical)).ShouldBe(["paysMedical: True > False"]);
        Changes(await host.ResultAsync("asked", programme, account)).ShouldBe(["bankAccount: ****1234 > ****9876"]);
        Changes(await host.ResultAsync("asked", programme, lost)).ShouldBe(["fileInCustody: True > ", "blacklisted: False > "]);
        Changes(await host.ResultAsync("asked", programme, unbanked)).ShouldBe(["bankAccount: ****1234 > "]);
        var asked = await host.ResultAsync("asked", programme, lost);
        asked.GetProperty("outcome").GetString().ShouldBe("incomplete");
        asked.GetProperty("changed")[0].GetProperty("label").GetProperty("zh").GetString().ShouldBe("档案托管");
        (await host.Database.ActionsAsync(lost)).ShouldContain("subsidy.list-renewals");
        (await host.People.ReadAsync<long>("select count(*) from applications where programme = $1 and year = 2020", programme)).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_was_asked_and_came_is_not_listed_any_more()
    {
        var programme = host.Programme();
        var person = await host.People.AddAsync(programme);
        host.Registry.Put(person, 2);
        await host.RunAsync(programme);

        await host.People.AddAsync(programme, 2020, person: person);

        await Should.ThrowAsync<InvalidOperationException>(() => host.ResultAsync("asked", programme, person));
    }

    [Fact]
    public async Task Who_cannot_be_eligible_learns_why()
    {
        var programme = host.Programme();
        var (listed, employed, dead) = (await host.People.AddAsync(programme), await host.People.AddAsync(programme), await host.People.AddAsync(programme));
        host.Registry.Put(listed, 2, Banked, ("blacklisted", "true"));
        host.Registry.Put(employed, 2, Banked, ("flexiblyEmployed", "false"));
        host.Registry.Put(dead, 2, Banked, ("diedOn", "\"2020-05-04\""));

        var run = await host.RunAsync(programme);

        Counts(run).ShouldBe((3, 3, 0, 0, 3, 0));
        Codes(await host.ResultAsync("refused", programme, listed)).ShouldBe(["X1"]);
        Codes(await host.ResultAsync("refused", programme, employed)).ShouldBe(["C4"]);
        Changes(await host.ResultAsync("refused", programme, employed)).ShouldBe(["flexiblyEmployed: True > False"]);
        var died = await host.ResultAsync("refused", programme, dead);
        Codes(died).ShouldBe(["T"]);
        died.GetProperty("reasons")[0].GetProperty("en").GetString().ShouldBe("Died on 2020-05-04, by the registers.");
    }

    [Fact]
    public async Task Only_the_approved_of_the_last_year_are_taken()
    {
        var programme = host.Programme();
        var persons = new[]
        {
            await host.People.AddAsync(programme), await host.People.AddAsync(programme, state: "refused"),
            await host.People.AddAsync(programme, state: "revoked"), await host.People.AddAsync(programme, year: 2018),
        };
        var applied = await host.People.AddAsync(programme);
        await host.People.AddAsync(programme, 2020, "refused", applied);
        host.Registry.PutAll([.. persons, applied], 2, Banked);

        var run = await host.RunAsync(programme);

        Counts(run).ShouldBe((2, 2, 1, 0, 1, 0));
        await host.ResultAsync("renewed", programme, persons[0]);
        Codes(await host.ResultAsync("refused", programme, applied)).ShouldBe(["D"]);
    }

    [Fact]
    public async Task What_happens_while_a_batch_is_read_counts()
    {
        var programme = host.Programme();
        var (revoked, applied, held) = (await host.People.AddAsync(programme), await host.People.AddAsync(programme), await host.People.AddAsync(programme));
        host.Registry.PutAll([revoked, applied, held], 2, Banked);
        host.Registry.Hold(held);

        using var started = await host.StartAsync(programme);
        await SubsidyHost.Eventually("a read", () => Task.FromResult(host.Registry.Reads(held) > 0 ? "" : null));
        (await host.People.ReadAsync<Guid>(
            "update applications set state = 'revoked', revoked_by = 'a002' where person_id = $1 returning person_id", revoked)).ShouldBe(revoked);
        await host.People.AddAsync(programme, 2020, person: applied);
        host.Registry.Release(held);

        var run = await host.FinishedAsync((await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
        Counts(run).ShouldBe((3, 3, 1, 0, 2, 0));
        Codes(await host.ResultAsync("refused", programme, revoked)).ShouldBe(["not-approved"]);
        Codes(await host.ResultAsync("refused", programme, applied)).ShouldBe(["D"]);
    }

    [Fact]
    public async Task Who_cannot_be_judged_fails_alone_and_is_tried_again()
    {
        var programme = host.Programme();
        var fine = Enumerable.Range(0, 30).Select(_ => Guid.CreateVersion7()).ToArray();
        await host.People.AddAsync(programme, fine);
        var (broken, wrong, unknown, unstorable) = (
            await host.People.AddAsync(programme), await host.People.AddAsync(programme), await host.People.AddAsync(programme), await host.People.AddAsync(programme));
        host.Registry.PutAll([.. fine, broken], 2, Banked);
        host.Registry.Break(broken);
        host.Registry.Put(wrong, 2, Banked, ("paysPension", "\"yes\""));
        host.Registry.Put(unstorable, 2, Banked, ("bankName", "\"\\u0000\""));

        var run = await host.RunAsync(programme);

        Counts(run).ShouldBe((34, 34, 30, 0, 0, 4));
        Codes(await host.ResultAsync("failed", programme, broken)).ShouldBe(["file-unreadable"]);
        Codes(await host.ResultAsync("failed", programme, wrong)).ShouldBe(["facts-invalid"]);
        Codes(await host.ResultAsync("failed", programme, unknown)).ShouldBe(["file-unknown"]);
        Codes(await host.ResultAsync("failed", programme, unstorable)).ShouldBe(["not-stored"]);

        host.Registry.Mend(broken);
        host.Registry.PutAll([wrong, unknown, unstorable], 3, Banked);
        var late = await host.People.AddAsync(programme);
        host.Registry.Put(late, 1, Banked);
        var again = await host.RunAsync(programme);

        again.GetProperty("id").GetString().ShouldBe(run.GetProperty("id").GetString());
        Counts(again).ShouldBe((35, 35, 35, 0, 0, 0));
        (await host.People.ReadAsync<long>("select count(distinct person_id) from applications where programme = $1 and year = 2020", programme)).ShouldBe(35);
    }

    [Fact]
    public async Task A_run_is_started_once_and_in_the_window_only()
    {
        var programme = host.Programme();
        var person = await host.People.AddAsync(programme);
        host.Registry.Put(person, 2, Banked);
        host.Registry.Hold(person);

        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.StartAsync(programme)));
        using var outside = await host.StartAsync("spring");
        using var unknown = await host.StartAsync(programme, 2021);
        host.Registry.Release(person);

        var first = await starts.Single(start => start.StatusCode == HttpStatusCode.Accepted).Content.ReadFromJsonAsync<JsonElement>();
        foreach (var late in starts.Where(start => start.StatusCode != HttpStatusCode.Accepted))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("code").GetString().ShouldBe("renewal.running");
            problem.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        }

        outside.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await outside.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("renewal.outside-window");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Counts(await host.FinishedAsync(first.GetProperty("id").GetGuid())).ShouldBe((1, 1, 1, 0, 0, 0));
    }

    [Fact]
    public async Task A_year_without_approvals_is_a_finished_run_of_nobody()
    {
        var programme = host.Programme();

        using var started = await host.StartAsync(programme);
        using var again = await host.StartAsync(programme);

        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var run = await again.Content.ReadFromJsonAsync<JsonElement>();
        run.GetProperty("state").GetString().ShouldBe("finished");
        Counts(run).ShouldBe((0, 0, 0, 0, 0, 0));
        using var approver = host.Client(Roles.Approver, "a001");
        (await approver.GetFromJsonAsync<JsonElement>($"/programmes/{programme}/2020/renewals")).GetArrayLength().ShouldBe(1);
        (await approver.GetAsync($"/renewals/{Guid.CreateVersion7()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await approver.GetAsync($"/sites/{RenewalHost.Hall}/renewals/lost?programme={programme}&year=2020")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await approver.GetAsync($"/sites/elsewhere/renewals/asked?programme={programme}&year=2020")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await approver.GetAsync($"/sites/{RenewalHost.Hall}/renewals/asked?programme={programme}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static (int Total, int Done, int Renewed, int Asked, int Refused, int Failed) Counts(JsonElement run) =>
        (Count(run, "total"), Count(run, "done"), Count(run, "renewed"), Count(run, "asked"), Count(run, "refused"), Count(run, "failed"));

    private static int Count(JsonElement run, string name) => run.GetProperty(name).GetInt32();

    private static IEnumerable<string> Changes(JsonElement result) => result.GetProperty("changed").EnumerateArray()
        .Select(fact => $"{fact.GetProperty("fact").GetString()}: {Value(fact, "before")} > {Value(fact, "now")}");

    private static IEnumerable<string?> Codes(JsonElement result) =>
        result.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString());

    private static string Value(JsonElement fact, string name) => fact.TryGetProperty(name, out var value) ? value.ToString() : "";
}
