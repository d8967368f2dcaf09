using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Fixture;

namespace Wenden.Registry.Tests.Employers;

/// <summary>An employer's facts for whoever acts for it, and the people of an employer for its enterprise station.</summary>
public sealed class StationTests(RegistryHall hall)
{
    private const string Station = "station-first-textile", StationEmployer = "91371003YX9900001Y";

    [Fact]
    public async Task The_facts_of_the_employer_asked_for_stand_in_the_file()
    {
        var (number, own, other) = (Fresh.IdNumber(), Fresh.CreditCode(), Fresh.CreditCode());
        await hall.Operator.ImportAsync(
            Fresh.Employer(own, name: "自己的公司"), Fresh.Employer(other, name: "代办的公司"), Fresh.Person(number, $"\"name\":\"张三\",\"actsFor\":\"{own}\""));
        var person = (await hall.Teller.ReadAsync(number)).PersonId;

        using var asked = await hall.Teller.GetAsync($"/persons/{person}?employer={other}");
        using var unknown = await hall.Teller.GetAsync($"/persons/{person}?employer={Fresh.CreditCode()}");
        using var wrong = await hall.Teller.GetAsync($"/persons/{person}?employer=9137");

        (await hall.Teller.ReadAsync(number)).Facts["employer"].Value.GetString().ShouldBe("自己的公司");
        (await asked.ReadAsync<PersonFile>()).Facts["employer"].Value.GetString().ShouldBe("代办的公司");
        (await unknown.ReadAsync<PersonFile>()).Facts.ShouldNotContainKey("employer");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "credit-code.invalid");
    }

    [Fact]
    public async Task A_station_sees_the_people_of_its_employer_and_nobody_else()
    {
        var (insured, agent, stranger, leaver) = (Fresh.IdNumber(), Fresh.IdNumber(), Fresh.IdNumber(), Fresh.IdNumber());
        var elsewhere = Fresh.CreditCode();
        await hall.Operator.ImportAsync(
            Fresh.Employer(StationEmployer), Fresh.Employer(elsewhere), Fresh.Person(insured), Fresh.Person(stranger), Fresh.Person(leaver),
            Fresh.Person(agent, $"\"name\":\"张三\",\"actsFor\":\"{StationEmployer}\""),
            Fresh.Contribution(insured, "2019-08", StationEmployer), Fresh.Contribution(insured, "2019-09"), Fresh.Contribution(stranger, "2019-09", elsewhere),
            Fresh.Contribution(leaver, "2019-07", StationEmployer), Fresh.Contribution(leaver, "2019-08", elsewhere));

        foreach (var number in new[] { insured, agent })
        {
            var person = (await hall.Teller.ReadAsync(number)).PersonId;
            (await SeenAsync(number, person)).ShouldAllBe(status => status == HttpStatusCode.OK);
        }

        foreach (var number in new[] { stranger, leaver })
        {
            var person = (await hall.Teller.ReadAsync(number)).PersonId;
            (await SeenAsync(number, person)).ShouldAllBe(status => status == HttpStatusCode.NotFound);
            using var contested = await Client(Station).PostAsJsonAsync(
                new Uri($"/sites/{Station}/persons/{person}/facts/phone/contest", UriKind.Relative), new { claimed = "13800000000", reason = "换了号码" });
            await contested.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
        }
    }

    [Fact]
    public async Task Whoever_works_in_the_hall_as_well_sees_everybody()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number));

        using var found = await Client(Station, "wendeng-hall").PostAsJsonAsync(new Uri("/persons/lookup", UriKind.Relative), new { idNumber = number });

        (await found.ReadAsync<JsonElement>()).GetProperty("personId").GetGuid().ShouldNotBe(Guid.Empty);
    }

    private async Task<HttpStatusCode[]> SeenAsync(string number, Guid person)
    {
        using var client = Client(Station);
        using var found = await client.PostAsJsonAsync(new Uri("/persons/lookup", UriKind.Relative), new { idNumber = number });
        using var file = await client.GetAsync(new Uri($"/persons/{person}", UriKind.Relative));
        using var months = await client.GetAsync(new Uri($"/persons/{person}/contributions", UriKind.Relative));
        return [found.StatusCode, file.StatusCode, months.StatusCode];
    }

    private HttpClient Client(params string[] sites)
    {
        var client = hall.Service.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer("role=teller; name=s001; " + string.Join("; ", sites.Select(site => $"site={site}")));
        return client;
    }
}
