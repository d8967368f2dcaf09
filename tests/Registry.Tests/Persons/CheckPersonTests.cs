using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Fixture;

namespace Wenden.Registry.Tests.Persons;

public sealed class CheckPersonTests(RegistryHall hall)
{
    private const string Card = "3710030000009999";

    private Caller Service => new(hall.Service, "service");

    [Fact]
    public async Task Number_name_and_card_of_one_person_give_the_phone()
    {
        var number = await BringInAsync();

        using var answer = await CheckAsync(number, "李四", Card);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var person = await answer.ReadAsync<JsonElement>();
        person.GetProperty("phone").GetString().ShouldBe("13900009999");
        person.GetProperty("personId").GetGuid().ShouldBe(await hall.ScalarAsync<Guid>("select person_id from persons where id_number = @number", new { number }));
    }

    [Fact]
    public async Task Whatever_does_not_fit_the_answer_is_the_same()
    {
        var number = await BringInAsync();
        var dead = await BringInAsync("""
            ,"diedOn":"2019-01-01"
            """);

        foreach (var (idNumber, name, card) in new[] { (number, "李五", Card), (number, "李四", "1"), (Fresh.IdNumber(), "李四", Card), (dead, "李四", Card), (number, "", "") })
        {
            using var answer = await CheckAsync(idNumber, name, card);
            await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
        }
    }

    [Fact]
    public async Task Whoever_is_nobody_causes_the_same_work_as_somebody()
    {
        var number = await BringInAsync();
        await WorkOfAsync(number, "李四", Card);

        var known = await WorkOfAsync(number, "李四", Card);

        known.ShouldContain(statement => statement.Contains("persons"));
        known.ShouldContain(statement => statement.Contains("audit.append"));
        foreach (var (idNumber, name, card) in new[] { (number, "李五", Card), (number, "李四", "1"), (Fresh.IdNumber(), "李四", Card) })
            (await WorkOfAsync(idNumber, name, card)).ShouldBe(known);
    }

    [Fact]
    public async Task The_newest_card_counts()
    {
        var number = await BringInAsync();
        await hall.Operator.ImportAsync(Fresh.Person(number, "\"socialSecurityCard\":\"3710030000008888\"", source: "社保卡系统", asOf: "2019-10-01"));

        using var former = await CheckAsync(number, "李四", Card);
        using var present = await CheckAsync(number, "李四", "3710030000008888");

        former.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        present.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("teller")]
    [InlineData("operator")]
    [InlineData("kiosk")]
    public async Task Only_services_may_ask(string role)
    {
        using var answer = await new Caller(hall.Service, role).PostAsync(
            "/persons/check", JsonContent.Create(new { idNumber = "1", name = "a", socialSecurityCard = "1" }));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<string> BringInAsync(string more = "")
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(
            Fresh.Person(number, "\"name\":\"李四\"" + more),
            Fresh.Person(number, $"\"socialSecurityCard\":\"{Card}\",\"phone\":\"13900009999\"", source: "社保卡系统"));
        return number;
    }

    private async Task<IReadOnlyList<string>> WorkOfAsync(string idNumber, string name, string socialSecurityCard)
    {
        var trace = ActivityTraceId.CreateRandom();
        using var work = new Work(trace);
        using var client = hall.Service.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer("service", "identity", "*");
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await client.PostAsJsonAsync("/persons/check", new { idNumber, name, socialSecurityCard });
        await answer.Content.ReadAsStringAsync();
        return work.Done;
    }

    private Task<HttpResponseMessage> CheckAsync(string idNumber, string name, string card) => Service.PostAsync(
        "/persons/check", JsonContent.Create(new { idNumber, name, socialSecurityCard = card }));
}
