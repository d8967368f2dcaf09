using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Audit;
using Wenden.Fixture;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Certification.Tests;

public sealed class AuditTests(CertificationHall hall)
{
    [Fact]
    public async Task Fifty_certifications_at_once_on_two_replicas_make_one_whole_chain()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 50; i++)
            people.Add((await hall.EnrolAsync()).PersonId);

        using var first = CertificationHall.Teller(hall.First);
        using var second = CertificationHall.Teller(hall.Second);
        var answers = await Task.WhenAll(people.Select((person, i) => CertificationHall.CertifyAsync(i % 2 == 0 ? first : second, person)));

        answers.Select(answer => answer.StatusCode).ShouldAllBe(status => status == HttpStatusCode.Created);
        foreach (var person in people)
            (await hall.Database.EntriesAsync(person)).Select(entry => entry.Action).ShouldBe(["certification.keep-roll", "certification.certify"]);
        (await hall.Database.WalkAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public async Task An_entry_says_who_where_why_and_when()
    {
        var person = (await hall.EnrolAsync()).PersonId;
        var ticket = Guid.CreateVersion7();
        using var client = CertificationHall.Teller(hall.First, name: "t007");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3");
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var answer = await CertificationHall.CertifyAsync(
            client, person, body: $$"""{"personId":"{{person}}","channel":"counter","ticketId":"{{ticket}}"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var entry = (await hall.Database.EntriesAsync(person))[^1];
        entry.ShouldBe(new AuditedEntry(
            entry.Sequence, "t007", "teller", "wendeng-hall", "10.1.2.3", "certification.certify", $"ticket/{ticket}", "0af7651916cd43dd8448eb211c80319c"));
        (await hall.ScalarAsync<DateTime>("select at from audit.entries where sequence = @Sequence", entry))
            .ShouldBe(new DateTime(2019, 10, 21, 0, 30, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task Reading_is_audited_and_so_is_each_person_of_a_list()
    {
        var site = $"site-{Guid.CreateVersion7():N}";
        var (one, other) = (await hall.EnrolAsync(site: site), await hall.EnrolAsync(site: site));
        using var teller = CertificationHall.Teller(hall.First, site);
        var caseId = Guid.CreateVersion7();

        using var list = await teller.GetAsync(new Uri($"/sites/{site}/roll", UriKind.Relative));
        teller.DefaultRequestHeaders.Add(Purpose.Header, $"case/{caseId}");
        using var read = await teller.GetAsync(new Uri($"/roll/{one.PersonId}", UriKind.Relative));

        list.StatusCode.ShouldBe(HttpStatusCode.OK);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hall.Database.EntriesAsync(one.PersonId)).Select(entry => (entry.Action, entry.Purpose)).ShouldBe(
            [("certification.keep-roll", null), ("certification.list-roll", null), ("certification.read-roll", $"case/{caseId}")]);
        (await hall.Database.EntriesAsync(other.PersonId)).Select(entry => entry.Action).ShouldBe(["certification.keep-roll", "certification.list-roll"]);
    }

    [Fact]
    public async Task What_is_refused_leaves_no_entry()
    {
        var unknown = Guid.CreateVersion7();
        using var teller = CertificationHall.Teller(hall.First);

        using var certified = await CertificationHall.CertifyAsync(teller, unknown);
        using var read = await teller.GetAsync(new Uri($"/roll/{unknown}", UriKind.Relative));

        certified.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await hall.Database.EntriesAsync(unknown)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("case")]
    [InlineData("case/7")]
    [InlineData("import/01890000-0000-7000-8000-000000000000")]
    [InlineData("'; drop table audit.entries")]
    public async Task A_purpose_that_is_none_is_refused(string purpose)
    {
        using var teller = CertificationHall.Teller(hall.First);
        teller.DefaultRequestHeaders.Add(Purpose.Header, purpose);

        using var answer = await teller.GetAsync(new Uri($"/roll/{Guid.CreateVersion7()}", UriKind.Relative));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "purpose.malformed");
    }

    [Fact]
    public async Task What_cannot_be_audited_is_neither_told_nor_done()
    {
        await using var own = new CertificationHall();
        await own.InitializeAsync();
        var person = (await own.EnrolAsync()).PersonId;
        using var teller = CertificationHall.Teller(own.First);

        await own.ScalarAsync<int>("alter function audit.append rename to broken; select 1", new { });
        using var read = await teller.GetAsync(new Uri($"/roll/{person}", UriKind.Relative));
        using var certified = await CertificationHall.CertifyAsync(teller, person);

        await read.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "audit.unavailable");
        certified.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await own.ScalarAsync<long>("select count(*) from certifications where person_id = @person", new { person })).ShouldBe(0);
        await own.ScalarAsync<int>("alter function audit.broken rename to append; select 1", new { });
        using var again = await teller.GetAsync(new Uri($"/roll/{person}", UriKind.Relative));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_auditor_searches_page_by_page_and_nobody_else_may()
    {
        var person = (await hall.EnrolAsync()).PersonId;
        using var teller = CertificationHall.Teller(hall.First, name: "t011");
        for (var i = 0; i < 3; i++)
            using (await teller.GetAsync(new Uri($"/roll/{person}", UriKind.Relative)))
            {
            }

        using var auditor = CertificationHall.Teller(hall.Second, name: "u001", role: Roles.Auditor);
        var page = await SearchAsync(auditor, $"person={person}&actor=t011&limit=2");
        var next = await SearchAsync(auditor, $"person={person}&actor=t011&limit=2&before={page.GetProperty("next")}");
        using var elsewhere = CertificationHall.Teller(hall.Second, site: "town-zeku", name: "u002", role: Roles.Auditor);
        var foreign = await SearchAsync(elsewhere, $"person={person}");
        using var refused = await teller.GetAsync(new Uri("/audit", UriKind.Relative));

        Actions(page).ShouldBe(["certification.read-roll", "certification.read-roll"]);
        Actions(next).ShouldBe(["certification.read-roll"]);
        next.TryGetProperty("next", out _).ShouldBeFalse();
        Actions(foreign).ShouldBe(["certification.keep-roll"], "What another site did is that site's; what the service did is everybody's");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await hall.Database.EntriesAsync(person))[^1].Action.ShouldBe("audit.search", "Who looks into the trail of a person is in it too");
        Actions(await SearchAsync(auditor, "action=certification.read-roll&actor=t011&from=2019-10-21T00:00:00%2B08:00&limit=1")).Length.ShouldBe(1);
        Actions(await SearchAsync(auditor, $"person={person}&actor=t011&purpose=none")).Length.ShouldBe(3);
        Actions(await SearchAsync(auditor, $"person={person}&purpose=case/{person}")).ShouldBeEmpty();
        Actions(await SearchAsync(auditor, "action=certification.read-roll&to=2019-10-21T00:00:00%2B08:00")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_auditor_has_the_chain_walked()
    {
        await using var own = new CertificationHall();
        await own.InitializeAsync();
        for (var i = 0; i < 3; i++)
            await own.EnrolAsync();
        using var auditor = CertificationHall.Teller(own.First, role: Roles.Auditor);
        using var teller = CertificationHall.Teller(own.First);

        var whole = await auditor.GetFromJsonAsync<ChainReport>(new Uri("/audit/verify", UriKind.Relative), HallJson.Options);
        await own.ScalarAsync<int>(
            "alter table audit.entries disable trigger all; update audit.entries set actor = 'nobody' where sequence = 2; select 1", new { });
        var tampered = await auditor.GetFromJsonAsync<ChainReport>(new Uri("/audit/verify", UriKind.Relative), HallJson.Options);
        using var refused = await teller.GetAsync(new Uri("/audit/verify", UriKind.Relative));

        whole.ShouldNotBeNull().Count.ShouldBe(3);
        whole.Break.ShouldBeNull();
        tampered.ShouldNotBeNull().Break.ShouldBe(new ChainBreak(2, BreakReason.Changed));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public void Every_endpoint_says_who_may_call() => hall.First.Services.PathsWithoutRole().ShouldBeEmpty();

    [Fact]
    public void Every_endpoint_is_audited_or_tells_of_no_person() =>
        hall.First.Services.UnauditedPaths().ShouldBe(["/sites/{site}/roll/summary"], ignoreOrder: true);

    private static async Task<JsonElement> SearchAsync(HttpClient auditor, string query)
    {
        using var answer = await auditor.GetAsync(new Uri($"/audit?{query}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.ReadAsync<JsonElement>();
    }

    private static string?[] Actions(JsonElement page) =>
        [.. page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString())];
}
