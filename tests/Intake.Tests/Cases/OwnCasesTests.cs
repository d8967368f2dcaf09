using System.Net;
using Wenden.Fixture;
using Wenden.Intake.Cases;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

/// <summary>A citizen sees the own cases of every site, and nobody else's.</summary>
public sealed class OwnCasesTests(IntakeHall hall)
{
    private const string Slow = "pension-relation-transfer-in", Certificate = "contribution-certificate";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task Cases_of_all_sites_the_last_first_with_what_is_to_be_brought()
    {
        var elsewhere = new Teller(hall);
        var number = _teller.Person(out var person);
        var first = await _teller.OpenAsync(_teller.Call(Slow).TicketId, number);
        await hall.SignAsync(_teller, first);
        using var accepted = await _teller.PostAsync($"/{first.CaseId}/accept", new { gaps = new[] { new { item = Slow, materials = new[] { Certificate } } } });
        using var asked = await _teller.As(Roles.Reviewer, "r001").PostAsync($"/{first.CaseId}/items/{Slow}/supplement", new { missing = "转出地的复函" });
        var second = await elsewhere.OpenAsync(elsewhere.Call("card-application").TicketId, number);
        var strangers = await _teller.OpenAsync("card-application");

        var own = await OwnAsync(person);

        own.Select(known => (known.Site, known.CaseId)).ShouldBe([(elsewhere.Site, second.CaseId), (_teller.Site, first.CaseId)]);
        own.ShouldNotContain(known => known.CaseId == strangers.CaseId);
        own[0].Forms.ShouldBeEmpty("what is not signed is not given out");
        own[1].Forms.ShouldContain(form => form.IsSigned);
        var item = own[1].Items.ShouldHaveSingleItem();
        (item.State, item.DueOn is not null).ShouldBe((ItemState.AwaitingSupplement, true));
        item.ToBring.Select(owed => owed.What).ShouldBe(["参保缴费凭证", "转出地的复函"]);
        (await hall.Database.ActionsAsync(person)).ShouldContain("intake.read-own-cases");
    }

    [Fact]
    public async Task What_is_settled_is_not_to_be_brought_any_more()
    {
        var number = _teller.Person(out var person);
        var opened = await _teller.OpenAsync(_teller.Call(Slow).TicketId, number);
        await hall.AcceptAsync(_teller, opened);
        var reviewer = _teller.As(Roles.Reviewer, "r001");
        using var asked = await reviewer.PostAsync($"/{opened.CaseId}/items/{Slow}/supplement", new { missing = "转出地的复函" });
        using var rejected = await reviewer.PostAsync($"/{opened.CaseId}/items/{Slow}/decide", new { result = "rejected", reason = "未补正" });

        var item = (await OwnAsync(person)).ShouldHaveSingleItem().Items.Single();

        item.State.ShouldBe(ItemState.Rejected);
        item.Reasons.ShouldBe(["未补正"]);
        item.ToBring.ShouldBeEmpty();
    }

    private async Task<ReadOwnCases.OwnCase[]> OwnAsync(Guid person)
    {
        using var client = Teller.Client(hall.Second, $"role={Roles.Citizen}; name=c-{person:N}; person={person}; site=*");
        using var answer = await client.GetAsync(new Uri("/cases", UriKind.Relative));
        return await answer.ReadAsync<ReadOwnCases.OwnCase[]>(HttpStatusCode.OK);
    }
}
