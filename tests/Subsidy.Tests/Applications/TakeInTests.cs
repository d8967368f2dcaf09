using System.Text.Json;
using Npgsql;
using Wenden.Contracts.Registry;

namespace Wenden.Subsidy.Tests.Applications;

public class TakeInTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task An_accepted_case_becomes_an_application_in_first_review()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1);
        var accepted = SubsidyHost.Case(person);

        var application = await host.ApplyAsync(accepted);

        application.GetProperty("appliedOn").GetString().ShouldBe("2019-10-21");
        var birth = application.GetProperty("facts").GetProperty("birthDate");
        birth.GetProperty("value").GetString().ShouldBe("1974-06-15");
        birth.GetProperty("source").GetString().ShouldBe("公安户籍");
        birth.GetProperty("asOf").GetString().ShouldBe("2019-09-30");
        application.GetProperty("facts").GetProperty("receivingOffice").GetProperty("value").GetString().ShouldBe("districtHall");
        application.GetProperty("facts").TryGetProperty("name", out _).ShouldBeFalse();
        var assessment = application.GetProperty("assessment");
        assessment.GetProperty("outcome").GetString().ShouldBe("eligible");
        assessment.GetProperty("amount").GetDecimal().ShouldBe(5000);
        assessment.GetProperty("reasons").EnumerateArray().ShouldContain(reason => reason.GetProperty("code").GetString() == "G1");
        Steps(application).ShouldBe(["accepted", "assessed-eligible"]);
    }

    [Fact]
    public async Task The_hall_day_of_acceptance_decides_the_window()
    {
        var (inside, outside) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        host.Registry.Put(inside, version: 1);
        host.Registry.Put(outside, version: 1);

        var last = await host.ApplyAsync(SubsidyHost.Case(inside, at: "2019-11-08T15:59:59Z"));
        var late = await host.ApplyAsync(SubsidyHost.Case(outside, at: "2019-11-08T16:00:00Z"));

        last.GetProperty("assessment").GetProperty("outcome").GetString().ShouldBe("eligible");
        late.GetProperty("assessment").GetProperty("failed").EnumerateArray().Single().GetString().ShouldBe("W");
    }

    [Fact]
    public async Task A_case_delivered_again_and_again_makes_one_application()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1);
        var accepted = SubsidyHost.Case(person);
        var messageIds = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToArray();

        await Task.WhenAll(messageIds.Concat(messageIds).Select(id => host.PublishAsync(accepted, id)));
        await HandledAsync(messageIds);
        await host.ApplicationAsync(accepted.CaseId, "first-review");

        (await CountAsync("select count(*) from applications where person_id = $1", person)).ShouldBe(1);
        host.DecisionsOn(accepted.CaseId).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_case_of_the_person_is_refused_as_duplicate()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1);
        var (first, second) = (SubsidyHost.Case(person), SubsidyHost.Case(person));

        var application = await host.ApplyAsync(first);
        var duplicate = await host.ApplyAsync(second, "refused");

        duplicate.GetProperty("duplicateOf").GetString().ShouldBe(application.GetProperty("id").GetString());
        var decided = await host.DecidedAsync(second.CaseId);
        decided.Approved.ShouldBeFalse();
        decided.Reasons.ShouldBe(["D"]);
        duplicate.GetProperty("obstacles")[0].GetProperty("en").GetString()!.ShouldContain("another application");
    }

    [Fact]
    public async Task Cases_of_one_person_at_once_make_one_that_counts()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1);
        var cases = Enumerable.Range(0, 6).Select(_ => SubsidyHost.Case(person)).ToArray();

        await Task.WhenAll(cases.Select(accepted => host.PublishAsync(accepted)));

        await SubsidyHost.Eventually("six applications", async () =>
            await CountAsync("select count(*) from applications where person_id = $1", person) == 6 ? "" : null);
        (await CountAsync("select count(*) from applications where person_id = $1 and state = 'first-review'", person)).ShouldBe(1);
        (await CountAsync("select count(*) from applications where person_id = $1 and duplicate_of is not null", person)).ShouldBe(5);
    }

    [Fact]
    public async Task A_missing_fact_is_named_and_its_arrival_goes_on_to_review()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1, ("fileInCustody", null), ("blacklisted", null));
        var accepted = SubsidyHost.Case(person);

        await host.ApplyAsync(accepted, "incomplete");
        (await host.MissingAsync(accepted.CaseId)).Missing.ShouldBe(["fileInCustody", "blacklisted"]);

        host.Registry.Put(person, version: 2, ("fileInCustody", null));
        await host.PublishAsync(Changed(person, 2));
        await SubsidyHost.Eventually("one fact missing", async () => (await host.MissingAsync(accepted.CaseId)).Missing is ["fileInCustody"] ? "" : null);

        host.Registry.Put(person, version: 3);
        await host.PublishAsync(Changed(person, 3));
        var application = await host.ApplicationAsync(accepted.CaseId, "first-review");

        Steps(application).ShouldBe(["accepted", "facts-missing", "facts-missing", "assessed-eligible"]);
    }

    [Fact]
    public async Task Somebody_the_registry_does_not_know_waits()
    {
        var person = Guid.CreateVersion7();
        var accepted = SubsidyHost.Case(person);

        await host.ApplyAsync(accepted, "incomplete");
        host.Registry.Put(person, version: 1);
        await host.PublishAsync(Changed(person, 1));

        var application = await host.ApplicationAsync(accepted.CaseId, "first-review");
        application.GetProperty("assessment").GetProperty("outcome").GetString().ShouldBe("eligible");
    }

    [Fact]
    public async Task Facts_are_frozen_once_the_review_has_begun()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1);
        var accepted = SubsidyHost.Case(person);
        await host.ApplyAsync(accepted);

        host.Registry.Put(person, version: 2, ("blacklisted", "true"));
        var messageId = Guid.CreateVersion7();
        await host.PublishAsync(Changed(person, 2), messageId);
        await HandledAsync(messageId);

        var application = await host.ApplicationAsync(accepted.CaseId, "first-review");
        application.GetProperty("facts").GetProperty("blacklisted").GetProperty("value").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_while_the_file_is_being_read_is_not_lost()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1, ("fileInCustody", null));
        host.Registry.Hold(person);
        var accepted = SubsidyHost.Case(person);

        await host.PublishAsync(accepted);
        await SubsidyHost.Eventually("a read", () => Task.FromResult(host.Registry.Reads(person) > 0 ? "" : null));
        host.Registry.Put(person, version: 2);
        await host.PublishAsync(Changed(person, 2));
        await Task.Delay(500);
        host.Registry.Release(person);

        var application = await host.ApplicationAsync(accepted.CaseId, "first-review");
        Steps(application).ShouldBe(["accepted", "facts-missing", "assessed-eligible"]);
    }

    private static PersonChanged Changed(Guid person, long version) =>
        new() { PersonId = person, Version = version, Site = SubsidyHost.Hall, Benefits = [] };

    private static IEnumerable<string?> Steps(JsonElement application) =>
        application.GetProperty("history").EnumerateArray().Select(step => step.GetProperty("what").GetString());

    private async Task<long> CountAsync(string sql, Guid id)
    {
        await using var connection = new NpgsqlConnection(host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // A message that was taken, even one that changed nothing, leaves its mark in the inbox.
    private Task<string> HandledAsync(params Guid[] messageIds) =>
        SubsidyHost.Eventually("messages handled", async () =>
        {
            await using var connection = new NpgsqlConnection(host.Database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select count(*) from inbox where message_id = any($1)", connection)
            {
                Parameters = { new() { Value = messageIds } },
            };
            return (long)(await command.ExecuteScalarAsync())! == messageIds.Length ? "" : null;
        });
}
