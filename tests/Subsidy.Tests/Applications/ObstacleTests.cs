using System.Net;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class ObstacleTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private const string Excluding = "public-welfare-post";

    [Fact]
    public async Task Who_had_died_is_found_when_taken_in()
    {
        var application = await host.AppliedAsync(("diedOn", "\"2019-10-01\""), ("fileInCustody", null));

        var shown = await host.ShowAsync(application);

        shown.GetProperty("state").GetString().ShouldBe("first-review", "whatever is missing cannot help");
        shown.GetProperty("outcome").GetString().ShouldBe("ineligible");
        var obstacle = shown.GetProperty("obstacles").EnumerateArray().Single();
        obstacle.GetProperty("code").GetString().ShouldBe("T");
        obstacle.GetProperty("zh").GetString().ShouldBe("登记显示本人已于2019年10月1日死亡。");
        obstacle.GetProperty("en").GetString().ShouldBe("Died on 2019-10-01, by the registers.");
    }

    [Fact]
    public async Task A_death_between_the_reviews_refuses_and_is_named()
    {
        var application = await host.AppliedAsync();
        using var first = await host.FirstAsync(application);
        // The registry knows, and its event has not arrived.
        host.Registry.Put(application.Person, 2, ("diedOn", "\"2019-10-20\""));

        using var second = await host.SecondAsync(application);

        (await second.StateAsync()).ShouldBe("refused");
        (await host.DecidedAsync(application.CaseId)).Reasons.ShouldBe(["T"]);
    }

    [Theory]
    [InlineData("first-review")]
    [InlineData("second-review")]
    public async Task A_death_is_noted_while_in_review_and_taken_back(string state)
    {
        var application = await host.AppliedAsync();
        if (state == "second-review")
            (await host.FirstAsync(application)).Dispose();

        host.Registry.Put(application.Person, 2, ("diedOn", "\"2019-10-20\""));
        await host.ChangeAsync(application.Person, 2, "2019-10-20");
        var dead = await host.InAsync(application, state);
        host.Registry.Put(application.Person, 3);
        await host.ChangeAsync(application.Person, 3);
        // An older event that comes late changes nothing.
        await host.ChangeAsync(application.Person, 2, "2019-10-20");
        var alive = await host.InAsync(application, state);

        dead.GetProperty("outcome").GetString().ShouldBe("ineligible");
        dead.Steps().Last().ShouldBe("system obstacle-found");
        alive.GetProperty("outcome").GetString().ShouldBe("eligible");
        alive.GetProperty("obstacles").GetArrayLength().ShouldBe(0);
        alive.Steps().Last().ShouldBe("system obstacle-gone");
    }

    [Fact]
    public async Task Who_lives_after_all_waits_for_facts_again()
    {
        var application = await host.AppliedAsync(("diedOn", "\"2019-10-01\""), ("fileInCustody", null));
        using var first = await host.FirstAsync(application);
        host.Registry.Put(application.Person, 2, ("fileInCustody", null));

        await host.ChangeAsync(application.Person, 2);
        var waiting = await host.InAsync(application, "incomplete");
        host.Registry.Put(application.Person, 3);
        await host.ChangeAsync(application.Person, 3);

        waiting.TryGetProperty("firstReview", out _).ShouldBeFalse();
        (await host.InAsync(application, "first-review")).GetProperty("outcome").GetString().ShouldBe("eligible");
    }

    [Fact]
    public async Task Moving_away_after_applying_changes_nothing()
    {
        var application = await host.AppliedAsync();
        using var first = await host.FirstAsync(application);
        host.Registry.Put(application.Person, 2, ("householdRegistration", "\"elsewhere\""), ("residencePermit", "false"));
        await host.ChangeAsync(application.Person, 2);

        using var second = await host.SecondAsync(application);

        (await second.StateAsync()).ShouldBe("approved");
    }

    [Fact]
    public async Task Another_programme_excludes_and_is_named()
    {
        var person = Guid.CreateVersion7();
        await UploadAsync(Row(person, "graduate-flexible-employment", "2018-07-01", "2019-01-01"));
        host.Registry.Put(person, 1);
        var application = await host.AppliedAsync(person);

        using var plain = await host.FirstAsync(application);
        using var second = await host.SecondAsync(application);

        var obstacle = (await host.ShowAsync(application)).GetProperty("obstacles").EnumerateArray().Single();
        obstacle.GetProperty("code").GetString().ShouldBe("E");
        obstacle.GetProperty("zh").GetString()!.ShouldContain("高校毕业生灵活就业社会保险补贴");
        (await second.StateAsync()).ShouldBe("refused");
        (await host.DecidedAsync(application.CaseId)).Reasons.ShouldBe(["E"]);
    }

    [Theory]
    [InlineData(Excluding, "2019-12-31", null, true)]
    [InlineData(Excluding, "2018-01-01", "2019-01-01", true)]
    [InlineData(Excluding, "2018-01-01", "2018-12-31", false)]
    [InlineData(Excluding, "2020-01-01", null, false)]
    [InlineData("library-card", "2019-01-01", null, false)]
    public async Task It_excludes_where_it_overlaps_the_year_by_a_day(string programme, string from, string? to, bool excludes)
    {
        var application = await host.AppliedAsync();

        await UploadAsync(Row(application.Person, programme, from, to));

        var shown = await host.ShowAsync(application);
        shown.GetProperty("obstacles").GetArrayLength().ShouldBe(excludes ? 1 : 0);
        shown.GetProperty("outcome").GetString().ShouldBe(excludes ? "ineligible" : "eligible");
    }

    [Fact]
    public async Task A_corrected_row_replaces_the_one_before()
    {
        var application = await host.AppliedAsync();
        await UploadAsync(Row(application.Person, Excluding, "2018-01-01", null));
        var barred = await host.ShowAsync(application);

        await UploadAsync(Row(application.Person, Excluding, "2018-01-01", "2018-06-30"));
        await UploadAsync(Row(application.Person, Excluding, "2018-01-01", "2018-06-30"));

        barred.GetProperty("outcome").GetString().ShouldBe("ineligible");
        (await host.ShowAsync(application)).GetProperty("outcome").GetString().ShouldBe("eligible");
        (await host.CountAsync($"select count(*) from enrolments where person_id = '{application.Person}'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_application_that_waits_for_facts_is_barred_too()
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, 1, ("fileInCustody", null));
        var application = await host.AppliedAsync(person, "incomplete");

        await UploadAsync(Row(person, Excluding, "2019-01-01", null));

        (await host.InAsync(application, "first-review")).GetProperty("outcome").GetString().ShouldBe("ineligible");
    }

    [Fact]
    public async Task Bad_rows_are_named_and_good_ones_taken()
    {
        var person = Guid.CreateVersion7();

        var answer = await UploadAsync(
            Row(person, Excluding, "2019-01-01", "2019-03-31"),
            null,
            new { personId = "somebody", programme = Excluding, from = "2019-01-01", source = "人社局" },
            new { personId = person, programme = " ", from = "2019-01-01", source = "人社局" },
            new { personId = person, programme = "a\0b", from = "2019-01-01", source = "人社局" },
            new { personId = person, programme = Excluding, from = "2019-02-30", source = "人社局" },
            new { personId = person, programme = Excluding, from = "2019-05-01", to = "2019-04-30", source = "人社局" },
            new { personId = person, programme = Excluding, from = "2019-05-01", to = "soon", source = "人社局" },
            new { personId = person, programme = Excluding, from = "2019-05-01" },
            Row(person, Excluding, "2019-06-01", null));

        answer.GetProperty("taken").GetInt32().ShouldBe(2);
        answer.GetProperty("refused").EnumerateArray().Select(row => $"{row.GetProperty("row").GetInt32()} {row.GetProperty("code").GetString()}").ShouldBe(
        [
            "2 enrolment.person", "3 enrolment.person", "4 enrolment.programme", "5 enrolment.programme", "6 enrolment.period", "7 enrolment.period",
            "8 enrolment.period", "9 enrolment.source",
        ]);
        answer.GetProperty("refused").EnumerateArray().ShouldAllBe(row => row.GetProperty("title").GetString() != row.GetProperty("code").GetString());
        (await host.CountAsync($"select count(*) from enrolments where person_id = '{person}'")).ShouldBe(2);
    }

    [Theory]
    [InlineData("""{ "rows": [] }""", "enrolments.size")]
    [InlineData("""{ "rows": null }""", "request.json")]
    [InlineData("""{ "rows": [{ "personId": 3 }] }""", "request.json")]
    public async Task Uploads_without_rows_are_refused(string body, string code)
    {
        using var answer = await host.PostAsync(Roles.Operator, "o001", "/enrolments", JsonElement.Parse(body));

        await answer.ShouldBeAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Uploads_at_once_wait_for_each_other_in_peace()
    {
        var persons = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        var application = await host.AppliedAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            UploadAsync([.. (i % 2 == 0 ? persons : persons.Reverse()).Append(application.Person).Select(person => Row(person, Excluding, "2019-01-01", null))])));

        (await host.ShowAsync(application)).Steps().Count(step => step == "system obstacle-found").ShouldBe(1);
    }

    private static object Row(Guid person, string programme, string from, string? to) =>
        new { personId = person, programme, from, to, source = "人社局就业科" };

    private async Task<JsonElement> UploadAsync(params object?[] rows)
    {
        using var answer = await host.PostAsync(Roles.Operator, "o001", "/enrolments", new { rows });
        return await answer.ShouldBeAsync(HttpStatusCode.OK);
    }
}
