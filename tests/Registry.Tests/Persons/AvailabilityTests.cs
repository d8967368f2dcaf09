using System.Net;
using Wenden.Contracts;
using Wenden.Registry.Persons;
using Wenden.Registry.Tests.Sample;

namespace Wenden.Registry.Tests.Persons;

public sealed class AvailabilityTests(RegistryHall shared)
{
    [Fact]
    public async Task Counts_are_those_of_the_persons_files()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        var lines = await GeneratorTests.LinesAsync(400, seed: 5);
        await hall.Operator.ImportAsync(lines);
        string[] among = ["actsFor", "contributionBase", "benefitKind", "unemployedSince"];

        using var answer = await hall.Operator.GetAsync($"/facts/availability?among={string.Join(',', among)}");

        var groups = (await answer.ReadAsync<Availability>()).Groups;
        groups.Select(group => group.Among).ShouldBe([null, .. among]);
        var files = await FilesAsync(hall, lines);
        foreach (var group in groups)
        {
            var members = files.Where(file => group.Among is null ? file.IsGrownUp : file.Facts.Contains(group.Among)).ToList();
            group.Persons.ShouldBe(members.Count);
            group.Held.ShouldBe(
                members.SelectMany(member => member.Facts).CountBy(name => name).ToDictionary(name => name.Key, name => (long)name.Value), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_group_of_fewer_than_ten_is_not_counted()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        await hall.Operator.ImportAsync(Enumerable.Range(0, 10).Select(i => Fresh.Person(
            Fresh.IdNumber(birthDate: new DateOnly(1980, 1, 1)), i < 9 ? "\"name\":\"张三\",\"disabled\":true" : "\"name\":\"张三\"")));

        using var answer = await hall.Operator.GetAsync("/facts/availability?among=disabled,name");

        var groups = (await answer.ReadAsync<Availability>()).Groups;
        groups.Select(group => group.Persons).ShouldBe([10, null, 10]);
        groups[1].Held.ShouldBeEmpty();
        groups[2].Held["disabled"].ShouldBe(9);
    }

    [Fact]
    public async Task Only_facts_that_there_are_make_groups()
    {
        using var unknown = await shared.Operator.GetAsync("/facts/availability?among=colour");
        using var many = await shared.Operator.GetAsync("/facts/availability?among=" + string.Join(',', FactList.Load().All.Take(21).Select(fact => fact.Name)));

        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "fact.unknown");
        await many.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "facts.group-count");
    }

    [Theory]
    [InlineData("teller")]
    [InlineData("kiosk")]
    [InlineData("citizen")]
    public async Task Counts_are_for_those_who_run_the_hall(string role)
    {
        using var answer = await new Caller(shared.Service, role).GetAsync("/facts/availability");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<List<(bool IsGrownUp, HashSet<string> Facts)>> FilesAsync(RegistryHall hall, string[] lines)
    {
        var numbers = lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("kind").GetString() == "person").Select(line => line.GetProperty("idNumber").GetString()!).Distinct();
        var (files, teller) = (new List<(bool, HashSet<string>)>(), hall.Teller);
        foreach (var text in numbers)
        {
            IdentityNumber.Read(text, new DateOnly(2019, 10, 21), out var number);
            var file = await teller.ReadAsync(text);
            files.Add((number!.BirthDate <= new DateOnly(2003, 10, 21), [.. file.Facts.Keys]));
        }

        return files;
    }
}
