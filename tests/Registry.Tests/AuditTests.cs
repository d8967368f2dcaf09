using System.Net;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Contracts.Certification;
using Wenden.Fixture;

namespace Wenden.Registry.Tests;

public sealed class AuditTests(RegistryHall hall)
{
    [Fact]
    public async Task Everything_that_is_done_with_a_persons_file_is_in_the_trail()
    {
        var number = Fresh.IdNumber();
        var import = await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Benefit(number));
        var person = (await hall.Teller.ReadAsync(number)).PersonId;
        using (await hall.Teller.GetAsync($"/persons/{person}/contributions"))
        {
        }

        await CertifyAsync(person);

        var entries = await hall.Database.EntriesAsync(person);
        entries.Select(entry => (entry.Actor, entry.Action, entry.Purpose)).ShouldBe(
        [
            ("operator", "registry.import", $"import/{import.ImportId}"),
            ("teller", "registry.find-person", null),
            ("teller", "registry.read-person", null),
            ("teller", "registry.read-contributions", null),
            ("registry", "registry.record-certification", null),
        ]);
        (await hall.Database.WalkAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public async Task An_import_enters_each_person_that_it_changes_and_no_other()
    {
        string[] numbers = [.. Enumerable.Range(0, 200).Select(_ => Fresh.IdNumber())];
        var first = await hall.Operator.ImportAsync(numbers.Select(number => Fresh.Person(number)));

        var second = await hall.Operator.ImportAsync(numbers.Select((number, i) => Fresh.Person(number, i == 7 ? "\"name\":\"李四\"" : "\"name\":\"张三\"")));

        (await CountAsync(first)).ShouldBe(200);
        (await CountAsync(second)).ShouldBe(1);
    }

    [Fact]
    public async Task A_household_that_changes_is_entered_with_its_members()
    {
        var (household, number) = (Fresh.Code("household"), Fresh.IdNumber());
        await hall.Operator.ImportAsync(Fresh.Household(household), Fresh.Person(number, $"\"household\":\"{household}\""));

        var change = await hall.Operator.ImportAsync(Fresh.Household(household, "\"registeredPoor\":true,", asOf: "2019-10-01"));

        (await CountAsync(change)).ShouldBe(1);
    }

    [Fact]
    public async Task Reading_rejected_lines_is_entered_without_a_person()
    {
        var import = await hall.Operator.ImportAsync(Fresh.Benefit(Fresh.IdNumber()));

        (await hall.Operator.ReadRejectedAsync(import)).Count.ShouldBe(1);

        (await hall.ScalarAsync<long>(
            "select count(*) from audit.entries where person_id is null and action = 'registry.read-rejected' and purpose = @purpose",
            new { purpose = $"import/{import.ImportId}" })).ShouldBe(1);
    }

    [Fact]
    public async Task No_entry_carries_an_identity_number()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number));
        using var client = hall.Service.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer("teller", number, "*");

        using var found = await client.PostAsync(
            new Uri("/persons/lookup", UriKind.Relative), new StringContent($$"""{"idNumber":"{{number}}"}""", System.Text.Encoding.UTF8, "application/json"));

        var person = (await found.ReadAsync<JsonElement>()).GetProperty("personId").GetGuid();
        (await hall.Database.EntriesAsync(person))[^1].Actor.ShouldBe($"{number[..6]}********{number[14..]}");
        (await hall.ScalarAsync<long>("select count(*) from audit.entries e where e::text like '%' || @number || '%'", new { number })).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_unknown_is_not_entered()
    {
        using var byNumber = await hall.Teller.LookUpAsync(Fresh.IdNumber());
        var nobody = Guid.CreateVersion7();
        using var byId = await hall.Teller.GetAsync($"/persons/{nobody}");

        byNumber.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        byId.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await hall.Database.EntriesAsync(nobody)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_endpoint_says_who_may_call() => hall.Service.Services.PathsWithoutRole().ShouldBeEmpty();

    [Fact]
    public void Every_endpoint_is_audited_or_tells_of_no_person() => hall.Service.Services.UnauditedPaths().ShouldBe(
        ["/persons/count", "/persons", "/facts", "/facts/availability", "/employers/{code}", "/imports/{id:guid}"], ignoreOrder: true);

    private Task<long> CountAsync(Imported import) => hall.ScalarAsync<long>(
        "select count(distinct person_id) from audit.entries where action = 'registry.import' and purpose = @purpose",
        new { purpose = $"import/{import.ImportId}" });

    private async Task CertifyAsync(Guid person)
    {
        var id = Guid.CreateVersion7();
        var certified = new Certified
        {
            Site = "wendeng-hall",
            CertificationId = Guid.CreateVersion7(),
            PersonId = person,
            Channel = "counter",
            CertifiedOn = new DateOnly(2019, 10, 21),
            ValidUntil = new DateOnly(2020, 10, 20),
        };
        await hall.Service.Services.GetRequiredService<IBus>().Publish(certified, context => context.MessageId = id);
        for (var tries = 0; await hall.ScalarAsync<long>("select count(*) from inbox where message_id = @id", new { id }) == 0; tries++)
        {
            tries.ShouldBeLessThan(600);
            await Task.Delay(50);
        }
    }
}
