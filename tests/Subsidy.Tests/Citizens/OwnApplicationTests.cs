using System.Net;
using System.Text.Json;
using Npgsql;
using Wenden.Contracts.Forms;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;
using Wenden.Subsidy.Tests.Notices;

namespace Wenden.Subsidy.Tests.Citizens;

public class OwnApplicationTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private readonly Town _town = new(host);

    [Fact]
    public async Task An_approved_application_says_why_and_until_when_to_object()
    {
        var person = await _town.DecideAsync();
        var notice = await _town.NoticeAsync();

        var own = await OwnAsync(person);

        (own.GetProperty("id").GetGuid(), own.GetProperty("site").GetString(), own.GetProperty("state").GetString()).ShouldBe((person.Application, _town.Site, "approved"));
        own.GetProperty("amount").GetDecimal().ShouldBe(5000);
        own.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()).ShouldBe(["G1", "A"]);
        own.GetProperty("reasons")[0].GetProperty("zh").GetString()!.ShouldContain("1974年6月15日");
        (own.GetProperty("notice").GetProperty("id").GetGuid(), own.GetProperty("notice").GetProperty("endsOn").GetString()).ShouldBe((notice, "2019-10-26"));
        (own.GetProperty("canObject").GetBoolean(), own.GetProperty("objectBy").GetString()).ShouldBe((true, "2019-12-20"));
        own.TryGetProperty("paidOn", out _).ShouldBeFalse();
        $"{own}".ShouldNotContain("r001");
        await using var database = NpgsqlDataSource.Create(host.Database);
        (await database.ActionsAsync(person.Id)).ShouldContain("subsidy.read-own-applications");
    }

    [Fact]
    public async Task A_refused_one_names_what_excludes()
    {
        var person = await _town.DecideAsync(approve: false, changes: [("traderOrCompanyRoleInYear", "true"), ("fileInCustody", "false")]);

        var own = await OwnAsync(person);

        own.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()).ShouldBe(["C4", "X6"]);
        own.TryGetProperty("amount", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_waiting_one_names_what_is_missing()
    {
        var person = await _town.ApplyAsync("王秀梅", "371003197403121234", "incomplete", ("fileInCustody", null));

        var own = await OwnAsync(person);

        own.GetProperty("missing").EnumerateArray().Select(fact => (fact.GetProperty("fact").GetString(), fact.GetProperty("zh").GetString()))
            .ShouldBe([("fileInCustody", "档案托管")]);
        (own.GetProperty("reasons").GetArrayLength(), own.GetProperty("canObject").GetBoolean(), own.GetProperty("place").GetString()).ShouldBe((0, false, "townOffice"));
    }

    [Fact]
    public async Task A_duplicate_and_a_refusal_by_reviewers_say_so()
    {
        var person = await _town.DecideAsync(approve: false);
        await host.ApplyAsync(SubsidyHost.Case(person.Id, site: _town.Site));
        await host.ApplyAsync(SubsidyHost.Case(person.Id, site: _town.Site), "refused");

        var all = await _town.ReadAsync(person.Id, "/own-applications");

        all.EnumerateArray().SelectMany(own => own.GetProperty("reasons").EnumerateArray()).Select(reason => reason.GetProperty("code").GetString())
            .ShouldBe(["D", "R"], ignoreOrder: true);
        all.EnumerateArray().SelectMany(own => own.GetProperty("reasons").EnumerateArray()).ShouldContain(
            reason => reason.GetProperty("zh").GetString() == "初审、复核均不同意，理由：材料与 登记不符；同意初审意见");
    }

    [Fact]
    public async Task A_citizen_objects_once_at_a_time_and_reads_the_answer()
    {
        var person = await _town.DecideAsync(approve: false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ObjectAsync(person.Id, person.Application)));
        var waiting = await OwnAsync(person);
        var open = (await _town.ReadAsync(Roles.Approver, "objections?open=true")).EnumerateArray().ShouldHaveSingleItem();
        using var decided = await _town.PostAsync(Roles.Approver, "a003", $"objections/{open.GetProperty("id").GetString()}/decide", new { upheld = false, answer = "登记属实" });
        var own = await OwnAsync(person);

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        (await Town.CodeAsync(answers.First(answer => answer.StatusCode != HttpStatusCode.Created))).ShouldBe("objection.open");
        waiting.GetProperty("canObject").GetBoolean().ShouldBeFalse();
        (open.GetProperty("from").GetString(), open.GetProperty("by").GetString()).ShouldBe(("王秀梅", "applicant"));
        own.GetProperty("canObject").GetBoolean().ShouldBeTrue();
        var objection = own.GetProperty("objections").EnumerateArray().ShouldHaveSingleItem();
        (objection.GetProperty("state").GetString(), objection.GetProperty("answer").GetString()).ShouldBe(("rejected", "登记属实"));
    }

    [Fact]
    public async Task Nobody_sees_or_touches_what_is_anothers()
    {
        var person = await _town.DecideAsync();
        var other = Guid.CreateVersion7();

        using var objected = await ObjectAsync(other, person.Application);
        using var citizen = host.Client(Roles.Citizen, "c-without-person", "*");

        (await Town.CodeAsync(objected)).ShouldBe("application.unknown");
        (await _town.ReadAsync(other, "/own-applications")).GetArrayLength().ShouldBe(0);
        (await citizen.GetStringAsync("/own-applications")).ShouldBe("[]");
    }

    [Fact]
    public async Task An_objection_comes_in_time_and_after_the_decision()
    {
        var late = await _town.DecideAsync();
        var early = await _town.ApplyAsync("李四", "371003198001010011", "first-review");
        await _town.ExecuteAsync($"update applications set decided_at = '2019-08-21T23:59:59+08:00' where id = '{late.Application}'");

        using var tooLate = await ObjectAsync(late.Id, late.Application);
        using var tooEarly = await ObjectAsync(early.Id, early.Application);

        (await Town.CodeAsync(tooLate)).ShouldBe("objection.too-late");
        (await OwnAsync(late)).GetProperty("canObject").GetBoolean().ShouldBeFalse();
        (await Town.CodeAsync(tooEarly)).ShouldBe("application.state");
    }

    [Fact]
    public async Task The_letter_is_offered_once_it_is_drawn()
    {
        var person = await _town.DecideAsync();
        var wanted = (await host.LetterAsync(person.CaseId)).Forms.ShouldHaveSingleItem();
        (await OwnAsync(person)).TryGetProperty("letter", out _).ShouldBeFalse();

        await host.PublishAsync(new FormsRendered
        {
            Site = _town.Site,
            CaseId = person.CaseId,
            Forms = [new RenderedForm { FormId = wanted.FormId, Template = wanted.Template, Sha256 = new string('0', 64), NeedsSignature = false, MissingFields = [] }],
        });

        await SubsidyHost.Eventually("a letter", async () =>
            (await OwnAsync(person)).TryGetProperty("letter", out var letter) && letter.GetGuid() == wanted.FormId ? "" : null);
    }

    private Task<HttpResponseMessage> ObjectAsync(Guid citizen, Guid application) =>
        _town.SendAsync(citizen, $"/own-applications/{application}/objections", new { text = "登记的公司已注销" });

    private async Task<JsonElement> OwnAsync(Town.Person person) =>
        (await _town.ReadAsync(person.Id, "/own-applications")).EnumerateArray().Single(own => own.GetProperty("id").GetGuid() == person.Application);
}
