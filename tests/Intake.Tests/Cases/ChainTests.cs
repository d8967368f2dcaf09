using System.Net;
using Wenden.Contracts.Intake;
using Wenden.Intake.Cases;
using Wenden.Intake.Materials;
using Wenden.Intake.Tests.Materials;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

/// <summary>"人事代理新增" and "灵活就业参保缴费" in one go at one window: the second uses what the first produces.</summary>
public sealed class ChainTests(IntakeHall hall)
{
    private const string Custody = "personnel-agency-enrolment", Contribution = "flexible-employment-contribution", Agreement = "custody-agreement";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task The_forms_of_the_second_say_what_the_first_makes_true()
    {
        var opened = await _teller.OpenAsync(Contribution, Custody);

        opened.Items.Select(item => (item.Code, item.WaitsFor.Length)).ShouldBe([(Custody, 0), (Contribution, 1)]);
        opened.Items[1].WaitsFor.ShouldBe([Custody]);
        await Eventually.TrueAsync(() => Task.FromResult(hall.Wanted.Any(asked => asked.CaseId == opened.CaseId)), "No forms are asked for");
        var wanted = hall.Wanted.Single(asked => asked.CaseId == opened.CaseId).Forms;
        wanted.Single(form => form.Template == Custody).Produced.ShouldBeEmpty();
        var produced = wanted.Single(form => form.Template == "flexible-contribution-declaration").Produced;
        produced.Keys.ShouldBe(["fileInCustody", "fileKeeper", "fileKeptSince"], ignoreOrder: true);
        produced["fileInCustody"].Value.GetBoolean().ShouldBeTrue();
        produced["fileKeeper"].Value.GetString().ShouldBe("文登区人社综合服务大厅");
        produced["fileKeptSince"].Value.GetString().ShouldBe(produced["fileKeeper"].On.ToString("yyyy-MM-dd"));
        produced["fileKeeper"].By.ShouldBe("人事代理新增(档案托管)");
    }

    [Fact]
    public async Task The_second_alone_wants_the_paper_that_the_first_stands_for()
    {
        var (alone, both) = (await OpenAsync(Contribution), await OpenAsync(Contribution, Custody));

        var (needed, given) = (await _teller.MaterialsAsync(alone.CaseId), await _teller.MaterialsAsync(both.CaseId));
        await hall.SignAsync(_teller, alone);
        using var refused = await _teller.TryAcceptAsync(alone.CaseId);

        needed.Items.Single().Materials.Single(material => material.Code == Agreement).State.ShouldBe(MaterialState.Missing);
        given.Items[1].Materials.Single(material => material.Code == Agreement).State.ShouldBe(MaterialState.Proved);
        given.Items[0].Materials.Single(material => material.Code == "personnel-file").State.ShouldBe(MaterialState.Missing, "nothing is made true before it is done");
        (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.main-material")).GetProperty("title").GetString()!.ShouldContain("人事代理(档案托管)协议");
    }

    [Fact]
    public async Task The_second_is_completed_after_the_first_and_never_before()
    {
        var accepted = await AcceptAsync();

        using var early = await _teller.TryCompleteAsync(accepted.CaseId, Contribution);
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _teller : _teller.Beside()).TryCompleteAsync(accepted.CaseId, i % 4 < 2 ? Contribution : Custody)));
        using var late = await _teller.TryCompleteAsync(accepted.CaseId, Contribution);

        var problem = await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.waits-for");
        problem.GetProperty("title").GetString()!.ShouldContain("人事代理新增");
        (await late.ReadAsync<CaseView>()).State.ShouldBe("closed");
        var view = await _teller.ReadAsync(accepted.CaseId);
        view.History.Where(step => step.To == ItemState.Completed).Select(step => step.Item).ShouldBe([Custody, Contribution]);
        foreach (var answer in tries)
        {
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
            answer.Dispose();
        }
    }

    [Fact]
    public async Task What_is_done_is_told_once_and_what_is_opened_again_is_told_too()
    {
        var accepted = await AcceptAsync();
        for (var i = 0; i < 2; i++)
            (await _teller.TryCompleteAsync(accepted.CaseId, Custody)).EnsureSuccessStatusCode().Dispose();
        (await _teller.TryCompleteAsync(accepted.CaseId, Contribution)).EnsureSuccessStatusCode().Dispose();
        var done = (await ToldAsync(accepted.CaseId, 1)).Single();

        using var asked = await _teller.As(Roles.Reviewer, "r001").PostAsync($"/{accepted.CaseId}/items/{Custody}/corrections", new { reason = "档案未到" }, Guid.CreateVersion7().ToString());
        var correction = (await asked.ReadAsync<CaseView>(HttpStatusCode.Created)).Corrections.Single();
        using var approved = await _teller.As(Roles.Approver, "a001").PostAtSiteAsync($"corrections/{correction.Id}/decide", new { result = "approved" });
        approved.EnsureSuccessStatusCode();

        (done.Item, done.ItemName, done.PersonId).ShouldBe((Custody, "人事代理新增(档案托管)", accepted.PersonId));
        done.Facts["fileInCustody"].GetBoolean().ShouldBeTrue();
        var told = await ToldAsync(accepted.CaseId, 2);
        told.ShouldAllBe(one => one.Item == Custody);
        var last = told.MaxBy(one => one.At)!;
        last.Facts.ShouldBeEmpty("it was opened again");
        last.At.ShouldBeGreaterThan(done.At);
    }

    /// <summary>A case of somebody whose file nobody keeps yet.</summary>
    private async Task<CaseView> OpenAsync(params string[] items)
    {
        var number = _teller.Person(out var person);
        hall.Neighbours.Facts[person].Remove("fileInCustody");
        return await _teller.OpenAsync(_teller.Call(items).TicketId, number);
    }

    private async Task<CaseView> AcceptAsync()
    {
        var opened = await OpenAsync(Contribution, Custody);
        await _teller.HandInAsync(opened.CaseId, Custody, "personnel-file", Samples.Jpeg());
        return await hall.AcceptAsync(_teller, opened);
    }

    private async Task<IReadOnlyList<ItemProduced>> ToldAsync(Guid caseId, int times)
    {
        await Eventually.TrueAsync(() => Task.FromResult(hall.Produced.Count(told => told.CaseId == caseId) == times), $"It is not told {times} times");
        return [.. hall.Produced.Where(told => told.CaseId == caseId)];
    }
}
