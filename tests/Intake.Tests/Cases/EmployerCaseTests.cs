using System.Net;
using Wenden.Contracts.Queue;
using Wenden.Intake.Cases;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Materials;
using Wenden.Intake.Tests.Materials;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

/// <summary>Cases of employers: who acts for them, and by what authority; and what an enterprise station does for whom.</summary>
public sealed class EmployerCaseTests(IntakeHall hall)
{
    private const string Proof = "employer-insurance-certificate", Own = "flexible-employment-registration", Authorisation = "agent-authorisation";
    private static int _serial;
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task Whoever_is_registered_to_act_for_an_employer_needs_no_paper()
    {
        var (number, employer) = (Agent(out var person), Employer());
        hall.Neighbours.Facts[person]["actsFor"] = employer;

        var opened = await OpenAsync(_teller.Call(Proof), number);
        var papers = await _teller.MaterialsAsync(opened.CaseId);
        var accepted = await hall.AcceptAsync(_teller, opened);

        opened.Employer.ShouldBe(new ActingFor(employer, "样例机械有限公司", Authority.Registered));
        papers.Items.Single().Materials.Single(material => material.Code == Authorisation).State.ShouldBe(MaterialState.Proved);
        accepted.AcceptedAt.ShouldNotBeNull();
        await Eventually.TrueAsync(() => Task.FromResult(hall.Wanted.Count(wanted => wanted.CaseId == opened.CaseId) == 2), "The forms and the receipt are not asked for");
        hall.Wanted.Where(wanted => wanted.CaseId == opened.CaseId).ShouldAllBe(wanted => wanted.EmployerCode == employer);
    }

    [Fact]
    public async Task The_list_of_deadlines_names_the_employer_whose_case_it_is()
    {
        var number = Agent(out var person);
        hall.Neighbours.Facts[person]["actsFor"] = Employer();
        var forEmployer = await hall.AcceptAsync(_teller, await OpenAsync(_teller.Call(Proof), number));
        var own = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Own));

        using var answer = await _teller.As(Roles.Reviewer, "r001").GetAtSiteAsync("deadlines");

        var employers = (await answer.ReadAsync<ReadDeadlines.Deadline[]>()).ToDictionary(deadline => deadline.CaseId, deadline => deadline.Employer);
        (employers[forEmployer.CaseId], employers[own.CaseId]).ShouldBe(("样例机械有限公司", null));
    }

    [Fact]
    public async Task Whoever_is_not_brings_an_authorisation_once_for_the_case_before_anything_is_accepted()
    {
        var (number, employer) = (Agent(out var person), Employer());
        hall.Neighbours.Facts[person]["actsFor"] = Employer();
        var opened = await OpenAsync(_teller.Call(Proof, "employer-details-change"), number, employer);
        await hall.SignAsync(_teller, opened);

        using var bare = await _teller.TryAcceptAsync(opened.CaseId);
        using var gap = await _teller.PostAsync($"/{opened.CaseId}/accept", new { gaps = new[] { new { item = Proof, materials = new[] { Authorisation } } } });
        var handedIn = await _teller.HandInAsync(opened.CaseId, Proof, Authorisation, Samples.Jpeg());
        var papers = await _teller.MaterialsAsync(opened.CaseId);
        using var withdrawn = await _teller.PostAsync($"/{opened.CaseId}/items/employer-details-change/materials/{Authorisation}/withdraw", new { handedIn.MaterialId });
        using var again = await _teller.TryAcceptAsync(opened.CaseId);
        await _teller.HandInAsync(opened.CaseId, Proof, Authorisation, Samples.Jpeg());
        var accepted = await _teller.AcceptAsync(opened.CaseId);

        opened.Employer!.Authority.ShouldBe(Authority.Paper);
        (await bare.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.main-material")).GetProperty("missing")[0].GetString().ShouldBe("经办人授权书");
        await gap.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "gap.main-material");
        papers.Items.Select(item => item.Materials.Single(material => material.Code == Authorisation))
            .ShouldAllBe(material => material.State == MaterialState.HandedIn && material.Importance == Importance.Main && material.Files.Single().MaterialId == handedIn.MaterialId);
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.NoContent, "it is shown under each item, and withdrawn under each");
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.main-material");
        accepted.AcceptedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_handed_in_for_one_employer_is_not_offered_for_another()
    {
        var number = Agent(out _);
        var (first, second) = (Employer(), Employer());
        var earlier = await OpenAsync(_teller.Call(Proof), number, first);
        var handedIn = await _teller.HandInAsync(earlier.CaseId, Proof, Authorisation, Samples.Jpeg());

        var same = await OpenAsync(_teller.Call(Proof), number, first);
        var other = await OpenAsync(_teller.Call(Proof), number, second);
        using var reused = await _teller.TryReuseAsync(other.CaseId, Proof, Authorisation, handedIn.MaterialId);

        (await OfferedAsync(same)).ShouldBe([handedIn.MaterialId]);
        (await OfferedAsync(other)).ShouldBeEmpty();
        await reused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.unknown");
    }

    [Fact]
    public async Task One_visit_has_a_case_of_the_person_and_one_of_each_employer()
    {
        var number = Agent(out _);
        var ticket = _teller.Call(Proof, Own);
        var (first, second) = (Employer(), Employer());

        using var mixed = await _teller.TryOpenAsync(ticket.TicketId, number, employerCode: first);
        var own = await OpenAsync(ticket, number, null, Own);
        var cases = await Task.WhenAll(new[] { first, second, first }.Select(employer => _teller.TryOpenAsync(ticket.TicketId, number, [Proof], employerCode: employer)));
        using var listed = await _teller.GetAsync($"?ticket={ticket.TicketId}");

        (await mixed.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "case.mixed-applicants")).GetProperty("title").GetString()!.ShouldContain("灵活就业登记");
        own.Employer.ShouldBeNull();
        cases.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(2);
        await cases.Single(answer => answer.StatusCode != HttpStatusCode.Created).ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.exists");
        (await listed.ReadAsync<CaseView[]>()).Select(view => view.Employer?.Code).ShouldBe([null, first, second], ignoreOrder: true);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.BadRequest, "case.employer-required")]
    [InlineData("  ", HttpStatusCode.BadRequest, "case.employer-required")]
    [InlineData("9137", HttpStatusCode.BadRequest, "credit-code.invalid")]
    [InlineData("91371003YX0000000X", HttpStatusCode.NotFound, "employer.unknown")]
    public async Task An_employer_that_is_not_known_has_no_case(string? code, HttpStatusCode status, string problem)
    {
        using var refused = await _teller.TryOpenAsync(_teller.Call(Proof).TicketId, Agent(out _), employerCode: code);

        await refused.ShouldBeProblemAsync(status, problem);
        (await hall.ScalarAsync<long>("select count(*) from cases where site = @Site", new { _teller.Site })).ShouldBe(0);
    }

    [Fact]
    public async Task An_enterprise_station_serves_its_own_employer_and_its_people_with_its_own_items()
    {
        var (employer, elsewhere) = (Employer(), Employer());
        hall.Neighbours.Stations[_teller.Site] = employer;
        var (mine, other) = (Agent(out var colleague), Agent(out var stranger));
        hall.Neighbours.Facts[colleague]["employerCode"] = hall.Neighbours.Facts[colleague]["actsFor"] = employer;
        hall.Neighbours.Facts[stranger]["employerCode"] = hall.Neighbours.Facts[stranger]["actsFor"] = elsewhere;

        var ofEmployer = await OpenAsync(_teller.Call(Proof), mine);
        var ofPerson = await OpenAsync(_teller.Call("person-details-change"), mine);
        using var notHere = await _teller.TryOpenAsync(_teller.Call("subsidy-4050").TicketId, mine);
        using var strange = await _teller.TryOpenAsync(_teller.Call("person-details-change").TicketId, other);
        using var strangeEmployer = await _teller.TryOpenAsync(_teller.Call(Proof).TicketId, other);
        using var forAnother = await _teller.TryOpenAsync(_teller.Call(Proof).TicketId, mine, employerCode: elsewhere);

        ofEmployer.Employer!.Code.ShouldBe(employer);
        ofPerson.PersonId.ShouldBe(colleague);
        await notHere.ShouldBeProblemAsync(HttpStatusCode.Conflict, "station.item");
        await strange.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "station.person");
        await strangeEmployer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "station.employer");
        await forAnother.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "station.employer");
    }

    private async Task<Guid[]> OfferedAsync(CaseView of) =>
        [.. (await _teller.MaterialsAsync(of.CaseId)).Items.Single().Materials.Single(material => material.Code == Authorisation).Earlier.Select(file => file.MaterialId)];

    private async Task<CaseView> OpenAsync(Ticket ticket, string number, string? employer = null, params string[] items)
    {
        using var response = await _teller.TryOpenAsync(ticket.TicketId, number, items.Length == 0 ? null : items, employerCode: employer);
        return await response.ReadAsync<CaseView>(HttpStatusCode.Created);
    }

    /// <summary>Somebody who comes for an employer whose data the registry holds.</summary>
    private string Agent(out Guid person)
    {
        var number = _teller.Person(out person);
        var facts = hall.Neighbours.Facts[person];
        (facts["employer"], facts["employerCode"], facts["employerLegalPerson"]) = ("样例机械有限公司", "x", "于样例");
        return number;
    }

    private string Employer()
    {
        var code = $"91371003YX{Interlocked.Increment(ref _serial):00000000}";
        hall.Neighbours.Employers[code] = "样例机械有限公司";
        return code;
    }
}
