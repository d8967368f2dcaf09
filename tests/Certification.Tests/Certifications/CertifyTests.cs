using System.Net;
using System.Text.Json;
using Wenden.Certification.Certifications;
using Wenden.Certification.Roll;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Tests.Certifications;

public sealed class CertifyTests(CertificationHall hall)
{
    [Fact]
    public async Task A_person_is_certified_at_any_counter()
    {
        var person = await hall.EnrolAsync(new DateOnly(2018, 5, 5), site: "town-zeku");
        using var teller = CertificationHall.Teller(hall.First, "wendeng-hall");
        var before = await CertificationHall.ReadAsync(hall.First, person.PersonId);

        using var response = await CertificationHall.CertifyAsync(teller, person.PersonId);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var answer = await response.ReadAsync<Certify.Answer>();
        (answer.PersonId, answer.CertifiedOn, answer.ValidUntil).ShouldBe((person.PersonId, CertificationHall.Today, new DateOnly(2020, 10, 21)));
        var after = await CertificationHall.ReadAsync(hall.Second, person.PersonId);
        (before.State, after.State).ShouldBe((Standing.Overdue, Standing.Current));
        (after.CertifiedOn, after.ValidUntil).ShouldBe((answer.CertifiedOn, answer.ValidUntil));
        (await hall.EventsAsync(person.PersonId)).ShouldBe(1);
    }

    [Fact]
    public async Task A_leap_day_lasts_until_28_February()
    {
        var person = await hall.EnrolAsync();
        await using var replica = hall.Replica(new DateOnly(2020, 2, 29));
        using var teller = CertificationHall.Teller(replica);

        using var response = await CertificationHall.CertifyAsync(teller, person.PersonId);

        (await response.ReadAsync<Certify.Answer>()).ValidUntil.ShouldBe(new DateOnly(2021, 2, 28));
        (await StandingOnAsync(person.PersonId, new DateOnly(2021, 2, 28))).ShouldBe(Standing.Due);
        (await StandingOnAsync(person.PersonId, new DateOnly(2021, 3, 1))).ShouldBe(Standing.Overdue);
    }

    [Fact]
    public async Task Many_tellers_at_once_certify_once()
    {
        var person = await hall.EnrolAsync();
        var tellers = Enumerable.Range(0, 12).Select(i => CertificationHall.Teller(i % 2 == 0 ? hall.First : hall.Second, name: $"t{i}")).ToArray();

        var responses = await Task.WhenAll(tellers.Select(teller => CertificationHall.CertifyAsync(teller, person.PersonId)));

        responses.Count(response => response.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        responses.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBe(11);
        (await Task.WhenAll(responses.Select(response => response.ReadAsync<Certify.Answer>()))).Distinct().ShouldHaveSingleItem();
        (await hall.ScalarAsync<long>("select count(*) from certifications where person_id = @PersonId", person)).ShouldBe(1);
        (await hall.EventsAsync(person.PersonId)).ShouldBe(1);
    }

    [Fact]
    public async Task The_next_day_is_another_certification()
    {
        var person = await hall.EnrolAsync();
        await using var tomorrow = hall.Replica(CertificationHall.Today.AddDays(1));
        using var teller = CertificationHall.Teller(hall.First);
        using var later = CertificationHall.Teller(tomorrow);

        using var first = await CertificationHall.CertifyAsync(teller, person.PersonId);
        using var second = await CertificationHall.CertifyAsync(later, person.PersonId);

        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        (await second.ReadAsync<Certify.Answer>()).ValidUntil.ShouldBe(new DateOnly(2020, 10, 22));
        (await hall.EventsAsync(person.PersonId)).ShouldBe(2);
    }

    [Fact]
    public async Task One_key_is_one_certification()
    {
        var person = await hall.EnrolAsync();
        var key = Guid.CreateVersion7().ToString();
        using var first = CertificationHall.Teller(hall.First);
        using var second = CertificationHall.Teller(hall.Second);

        var responses = await Task.WhenAll(new[] { first, second }.Select(teller => CertificationHall.CertifyAsync(teller, person.PersonId, key: key)));

        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.Created);
        (await hall.EventsAsync(person.PersonId)).ShouldBe(1);
    }

    [Fact]
    public async Task The_dead_are_not_certified()
    {
        var person = await hall.EnrolAsync();
        using var teller = CertificationHall.Teller(hall.First);
        (await CertificationHall.CertifyAsync(teller, person.PersonId)).EnsureSuccessStatusCode();
        await hall.TellAsync(person with { Version = 2, DiedOn = new DateOnly(2019, 10, 1) });

        using var response = await CertificationHall.CertifyAsync(teller, person.PersonId);

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "person.died");
        (await hall.EventsAsync(person.PersonId)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_draws_nothing_is_not_certified()
    {
        var person = await hall.EnrolAsync();
        await hall.TellAsync(person with { Version = 2, Benefits = [] });
        hall.Register(File(person, version: 2, []));
        using var teller = CertificationHall.Teller(hall.First);

        using var response = await CertificationHall.CertifyAsync(teller, person.PersonId);
        using var unknown = await CertificationHall.CertifyAsync(teller, Guid.CreateVersion7());

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "roll.unknown");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "roll.unknown");
    }

    [Fact]
    public async Task Whose_event_is_on_its_way_is_read_from_the_registry()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2018, 5, 5)) with { Version = 4 };
        hall.Register(File(person, version: 4, person.Benefits));
        using var teller = CertificationHall.Teller(hall.First);

        using var response = await CertificationHall.CertifyAsync(teller, person.PersonId);
        await hall.TellAsync(person with { Version = 3, Site = "town-gejia" });

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var entry = await CertificationHall.ReadAsync(hall.First, person.PersonId);
        (entry.Site, entry.Village, entry.ValidUntil).ShouldBe((person.Site, person.Village, new DateOnly(2020, 10, 21)));
        (await hall.EventsAsync(person.PersonId)).ShouldBe(1);
    }

    [Fact]
    public async Task Whom_the_registry_knows_to_be_dead_is_refused()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2018, 5, 5)) with { DiedOn = new DateOnly(2019, 9, 30) };
        hall.Register(File(person, version: 1, person.Benefits));
        using var teller = CertificationHall.Teller(hall.First);

        using var response = await CertificationHall.CertifyAsync(teller, person.PersonId);

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "person.died");
    }

    [Fact]
    public async Task A_registry_that_is_away_is_503()
    {
        await using var replica = hall.Replica(TimeProvider.System, registry: "http://127.0.0.1:9");
        using var teller = CertificationHall.Teller(replica);

        using var response = await CertificationHall.CertifyAsync(teller, Guid.CreateVersion7());

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "server.unavailable");
    }

    [Theory]
    [InlineData("""{"personId":"0193a1f0-0000-7000-8000-000000000000","channel":"self"}""", "channel.unknown")]
    [InlineData("""{"personId":"0193a1f0-0000-7000-8000-000000000000"}""", "request.json")]
    [InlineData("""{"channel":"counter"}""", "request.json")]
    [InlineData("""{"personId":"me","channel":"counter"}""", "request.json")]
    [InlineData("""{"personId":"0193a1f0-0000-7000-8000-000000000000","channel":"counter","certifiedOn":"2019-01-01"}""", "request.json")]
    public async Task Bad_bodies_are_refused(string body, string code)
    {
        using var teller = CertificationHall.Teller(hall.First);

        using var response = await CertificationHall.CertifyAsync(teller, Guid.Empty, body: body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("kiosk", "wendeng-hall", "http.403")]
    [InlineData("teller", "town-zeku", "site.foreign")]
    public async Task Others_certify_nobody(string role, string site, string code)
    {
        var person = await hall.EnrolAsync();
        using var client = CertificationHall.Teller(hall.First, site, role: role);

        using var response = await CertificationHall.CertifyAsync(client, person.PersonId, "wendeng-hall");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, code);
        (await hall.EventsAsync(person.PersonId)).ShouldBe(0);
    }

    private async Task<Standing> StandingOnAsync(Guid personId, DateOnly day)
    {
        await using var replica = hall.Replica(day);
        return (await CertificationHall.ReadAsync(replica, personId)).State;
    }

    private static PersonFile File(PersonChanged person, long version, IReadOnlyList<Benefit> benefits)
    {
        var facts = new Dictionary<string, Fact> { ["village"] = Fact(person.Village!) };
        if (person.DiedOn is { } day)
            facts["diedOn"] = Fact(day.ToString("yyyy-MM-dd"));
        return new PersonFile { PersonId = person.PersonId, Version = version, Site = person.Site, Facts = facts, Benefits = benefits };
    }

    private static Fact Fact(string text) =>
        new() { Value = JsonSerializer.SerializeToElement(text), Source = "公安户籍", AsOf = new DateOnly(2019, 10, 1) };
}
