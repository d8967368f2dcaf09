using System.Net;
using System.Net.Http.Json;
using Wenden.Contracts.Registry;
using Wenden.Registry.Contests;
using Wenden.Registry.Persons;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Registry.Tests.Contests;

/// <summary>What a person says is wrong: asked for at a window, decided by somebody else, and then what the registry holds.</summary>
public sealed class ContestTests(RegistryHall hall)
{
    private readonly Caller _teller = hall.Teller;
    private readonly Caller _reviewer = new(hall.Service, Roles.Reviewer);
    private readonly string _site = $"site-{Guid.CreateVersion7():N}";
    private readonly string _number = Fresh.IdNumber();

    [Fact]
    public async Task What_is_accepted_is_what_the_registry_holds_from_then_on()
    {
        var person = await PersonAsync();

        using var asked = await ContestAsync(person, "phone", "13900000009");
        var contest = await asked.ReadAsync<ContestedFact>();
        var waiting = await _teller.ReadAsync(_number);
        var listed = await ListAsync();
        using var accepted = await DecideAsync(contest, "accepted");
        using var again = await DecideAsync(contest, "accepted");
        using var other = await DecideAsync(contest, "refused");
        var corrected = await _teller.ReadAsync(_number);
        // A source of the same day, whatever it is called, does not: it may not have heard of it.
        await hall.Operator.ImportAsync(Fresh.Person(_number, "\"phone\":\"13911111111\"", "龙头通信", contest.AskedAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        var same = await _teller.ReadAsync(_number);
        await hall.ScalarAsync<int>("update statements set as_of = as_of - 1 where corrects and person_id = @person; select 1", new { person });
        var later = await _teller.ReadAsync(_number);

        (contest.Stated!.Value.GetString(), contest.Source, contest.Claimed.GetString(), contest.AskedBy).ShouldBe(("13800000000", "社保卡系统", "13900000009", Roles.Teller));
        (waiting.Facts["phone"].Value.GetString(), waiting.Facts["phone"].ContestedOn is not null).ShouldBe(("13800000000", true));
        listed.Select(one => one.Id).ShouldBe([contest.Id]);
        (await accepted.ReadAsync<ContestedFact>()).DecidedBy.ShouldBe(Roles.Reviewer);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "contest.decided");
        (corrected.Facts["phone"].Value.GetString(), corrected.Facts["phone"].ContestedOn).ShouldBe(("13900000009", null));
        corrected.Facts["phone"].Source.ShouldStartWith("异议核实");
        corrected.Version.ShouldBe(waiting.Version + 1, "other services hear of it once");
        same.Facts["phone"].Value.GetString().ShouldBe("13900000009");
        later.Facts["phone"].Value.GetString().ShouldBe("13911111111", "what a source states later stands above it again");
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_computed_or_carried_by_the_number_is_corrected_by_its_source_alone()
    {
        var (employer, household) = (Fresh.CreditCode(), Fresh.Code("H"));
        await hall.Operator.ImportAsync(
            Fresh.Employer(employer), Fresh.Household(household, "\"zeroEmployment\":false,\"minimumLivingAllowance\":true,\"registeredPoor\":false,"),
            Fresh.Person(_number, $"\"name\":\"张三\",\"townOffice\":\"town-longshan\",\"household\":\"{household}\""),
            Fresh.Contribution(_number, "2018-05", employer), Fresh.Benefit(_number));
        var file = await _teller.ReadAsync(_number);
        using var answer = await _teller.GetAsync("/facts");
        var facts = (await answer.ReadAsync<FactDefinition[]>()).ToDictionary(fact => fact.Name);

        var derived = file.Facts.Keys.Except(["name"]).ToArray();

        derived.Length.ShouldBeGreaterThan(20);
        derived.Where(fact => facts[fact].CanBeCorrected).ShouldBeEmpty();
        facts["name"].CanBeCorrected.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_refused_changes_nothing_and_can_be_contested_anew()
    {
        var person = await PersonAsync();
        using var asked = await ContestAsync(person, "phone", "13900000009");
        using var refused = await DecideAsync(await asked.ReadAsync<ContestedFact>(), "refused");

        using var anew = await ContestAsync(person, "phone", "13900000010");

        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        anew.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await _teller.ReadAsync(_number)).Facts["phone"].Value.GetString().ShouldBe("13800000000");
    }

    [Fact]
    public async Task The_same_claim_by_many_at_once_is_one()
    {
        var person = await PersonAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ContestAsync(person, "phone", "13900000009")));
        using var another = await ContestAsync(person, "phone", "13900000010");

        var contests = await Task.WhenAll(answers.Select(answer => answer.ReadAsync<ContestedFact>()));
        contests.Select(contest => contest.Id).Distinct().Count().ShouldBe(1);
        await another.ShouldBeProblemAsync(HttpStatusCode.Conflict, "contest.open");
    }

    [Theory]
    [InlineData("idNumber", "371003197001011221", HttpStatusCode.Conflict, "contest.by-source")]
    [InlineData("townOffice", "town-longshan", HttpStatusCode.Conflict, "contest.by-source")]
    [InlineData("phone", "13800000000", HttpStatusCode.Conflict, "contest.same")]
    [InlineData("startedWorkOn", "last year", HttpStatusCode.BadRequest, "fact.value")]
    [InlineData("shoeSize", "43", HttpStatusCode.NotFound, "fact.unknown")]
    public async Task Not_everything_is_contested_here(string fact, string claimed, HttpStatusCode status, string code)
    {
        using var answer = await ContestAsync(await PersonAsync(), fact, claimed);

        await answer.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task It_is_asked_with_a_reason_of_a_known_person_and_decided_by_a_reviewer()
    {
        var person = await PersonAsync();
        using var wordless = await ContestAsync(person, "phone", "13900000009", reason: " ");
        using var nobody = await ContestAsync(Guid.CreateVersion7(), "phone", "13900000009");
        using var asked = await ContestAsync(person, "phone", "13900000009");
        var contest = await asked.ReadAsync<ContestedFact>();
        using var byTeller = await DecideAsync(contest, "accepted", _teller);
        using var unknown = await DecideAsync(contest with { Id = Guid.CreateVersion7() }, "accepted");

        await wordless.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "contest.reason");
        await nobody.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
        byTeller.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "contest.unknown");
    }

    private async Task<Guid> PersonAsync()
    {
        await hall.Operator.ImportAsync(Fresh.Person(_number), Fresh.Person(_number, "\"phone\":\"13800000000\"", "社保卡系统"));
        return (await _teller.ReadAsync(_number)).PersonId;
    }

    private Task<HttpResponseMessage> ContestAsync(Guid person, string fact, string claimed, string reason = "本人出示通知单") =>
        _teller.PostAsync($"/sites/{_site}/persons/{person}/facts/{fact}/contest", JsonContent.Create(new { claimed, reason }));

    private Task<HttpResponseMessage> DecideAsync(ContestedFact contest, string result, Caller? by = null) =>
        (by ?? _reviewer).PostAsync($"/sites/{_site}/contested-facts/{contest.Id}/decide", JsonContent.Create(new { result, answer = "已与来源单位核对" }));

    private async Task<ContestedFact[]> ListAsync()
    {
        using var answer = await _reviewer.GetAsync($"/sites/{_site}/contested-facts");
        return await answer.ReadAsync<ContestedFact[]>();
    }
}
