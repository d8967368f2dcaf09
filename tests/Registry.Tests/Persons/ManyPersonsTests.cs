using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

namespace Wenden.Registry.Tests.Persons;

public sealed class ManyPersonsTests(RegistryHall hall)
{
    private Caller Service => new(hall.Service, "service");

    [Fact]
    public async Task Many_files_are_the_same_as_each_alone()
    {
        var (household, code) = (Fresh.Code("household"), Fresh.CreditCode());
        string[] numbers = [Fresh.IdNumber(), Fresh.IdNumber(), Fresh.IdNumber()];
        await hall.Operator.ImportAsync(
            Fresh.Household(household, "\"registeredPoor\":true,"), Fresh.Employer(code),
            Fresh.Person(numbers[0], $"\"household\":\"{household}\""), Fresh.Person(numbers[1], "\"name\":\"李四\""), Fresh.Person(numbers[2]),
            Fresh.Contribution(numbers[1], "2019-08", code), Fresh.Contribution(numbers[1], "2019-09"), Fresh.Benefit(numbers[2]));
        var alone = new List<PersonFile>();
        foreach (var number in numbers)
            alone.Add(await hall.Teller.ReadAsync(number));

        var files = await FilesAsync([.. alone.Select(file => file.PersonId), Guid.CreateVersion7(), alone[0].PersonId]);

        files.Select(Text).ShouldBe(alone.Select(Text), ignoreOrder: true);
        foreach (var file in alone)
            (await hall.Database.ActionsAsync(file.PersonId)).ShouldContain("registry.read-persons");
    }

    [Fact]
    public async Task Everybody_is_listed_once_page_by_page()
    {
        await hall.Operator.ImportAsync(Enumerable.Range(0, 25).Select(_ => Fresh.Person(Fresh.IdNumber())));
        var listed = new List<Guid>();

        for (IReadOnlyList<Guid> page = await PageAsync(null); page.Count > 0; page = await PageAsync(page[^1]))
            listed.AddRange(page);

        listed.ShouldBeUnique();
        listed.Count.ShouldBeGreaterThanOrEqualTo(25);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task Nobody_or_too_many_are_refused(int count)
    {
        using var answer = await Service.PostAsync("/persons/files", JsonContent.Create(new { persons = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()) }));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "persons.limit");
    }

    private static string Text(PersonFile file) => JsonSerializer.Serialize(file, HallJson.Options);

    private async Task<IReadOnlyList<PersonFile>> FilesAsync(IReadOnlyList<Guid> persons)
    {
        using var answer = await Service.PostAsync("/persons/files", JsonContent.Create(new { persons }));
        return await answer.ReadAsync<IReadOnlyList<PersonFile>>();
    }

    private async Task<IReadOnlyList<Guid>> PageAsync(Guid? after)
    {
        using var answer = await Service.GetAsync($"/persons?limit=10{(after is null ? "" : $"&after={after}")}");
        return await answer.ReadAsync<IReadOnlyList<Guid>>();
    }
}
