using System.Globalization;
using System.Net;
using Npgsql;
using Wenden.Contracts;
using Wenden.Fixture;
using Wenden.Intake.Ratings;
using Wenden.Intake.Rectification;
using Wenden.Intake.Tests.Cases;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Rectification;

/// <summary>What visitors find wrong is put right by somebody, in time, and until they agree.</summary>
public sealed class LedgerTests(IntakeHall hall)
{
    private const string Item = "card-application", Slow = "pension-relation-transfer-in", Phone = "13806310001";
    private readonly Teller _teller = new(hall, name: "t041");
    private readonly Visitor _visitor = Visitor.Of(hall);

    private Teller Manager => _teller.As(Roles.SiteManager, "m001");

    private Teller Owner => _teller.As(Roles.Teller, "t042");

    [Fact]
    public async Task A_finding_goes_from_the_visitor_to_its_owner_and_back()
    {
        var link = await _visitor.ReportAsync(_teller.Site, "3 号窗口没有老花镜", 3, Phone);
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();
        (entry.State, entry.Window, entry.DueOn).ShouldBe((LedgerState.Open, 3, WorkingDays.After(Hall.DayOf(entry.OpenedAt), 15)));

        var given = await DoAsync(Manager, entry, "assign", new { owner = "t042", version = 1 });
        given = await DoAsync(Owner, given, "call-back", new { text = "已致歉", version = 2 });
        var settled = await DoAsync(Owner, given, "settle", new { text = "每个窗口已备老花镜", version = 3 });
        var read = await _visitor.FindingAsync(link);
        using var no = await _visitor.TryAnswerAsync(link, read.Version, isSettled: false, "还是没有");
        var reopened = await no.ReadAsync<FollowFinding.Finding>();

        settled.Events.Select(step => (step.Number, step.Kind, step.Who)).ShouldBe(
            [(1, "opened", "visitor"), (2, "assigned", "m001"), (3, "called-back", "t042"), (4, "settled", "t042")]);
        read.Steps.Select(step => step.Text).ShouldBe(["3 号窗口没有老花镜", null, null, "每个窗口已备老花镜"]);
        reopened.State.ShouldBe(LedgerState.Reopened);
        var again = (await ListAsync(Owner)).ShouldHaveSingleItem();
        (again.State, again.Owner, again.IsCalledBack).ShouldBe((LedgerState.Reopened, "t042", false));

        using (var uncalled = await PostAsync(Owner, again, "settle", new { text = "已补上", version = 5 }))
            await uncalled.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ledger.call-back-first");
        await DoAsync(Owner, again, "call-back", new { text = "再次说明", version = 5 });
        await DoAsync(Owner, again, "settle", new { text = "已补上", version = 6 });
        using var yes = await _visitor.TryAnswerAsync(link, 7, isSettled: true);

        (await yes.ReadAsync<FollowFinding.Finding>()).State.ShouldBe(LedgerState.Closed);
        (await ListAsync(Manager)).ShouldBeEmpty();
        (await ListAsync(Manager, "?all=true")).ShouldHaveSingleItem().State.ShouldBe(LedgerState.Closed);
    }

    [Fact]
    public async Task A_finding_sent_twice_is_one_and_nobody_has_to_say_who_they_are()
    {
        var key = Guid.CreateVersion7().ToString();

        using var first = await _visitor.TryReportAsync(_teller.Site, "厕所没有扶手", key: key);
        using var second = await Visitor.Beside(hall).TryReportAsync(_teller.Site, "厕所没有扶手", key: key);
        using var keyless = await _visitor.PostAsync("/findings", new { site = _teller.Site, what = "厕所没有扶手" });

        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await keyless.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "idempotency.key-missing");
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();
        (entry.Contact, entry.WantsCallBack).ShouldBe((null, false));
        await DoAsync(Manager, entry, "assign", new { owner = "t042", version = 1 });
        (await DoAsync(Owner, entry, "settle", new { text = "已安装", version = 2 })).State.ShouldBe(LedgerState.Settled);
    }

    [Fact]
    public async Task Of_two_who_give_it_away_at_once_one_is_refused_and_a_repeated_command_is_not()
    {
        await _visitor.ReportAsync(_teller.Site);
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();

        var answers = await Task.WhenAll(
            PostAsync(Manager, entry, "assign", new { owner = "t042", version = 1 }),
            PostAsync(_teller.As(Roles.SiteManager, "m002"), entry, "assign", new { owner = "t043", version = 1 }));
        var winner = (await ReadAsync(Manager, entry.Id)).Owner!;
        using var repeated = await PostAsync(
            winner == "t042" ? Manager : _teller.As(Roles.SiteManager, "m002"), entry, "assign", new { owner = winner, version = 1 });

        answers.Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict], ignoreOrder: true);
        await answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBeProblemAsync(HttpStatusCode.Conflict, "ledger.changed");
        (await repeated.ReadAsync<LedgerEntry>()).Version.ShouldBe(2);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Of_a_yes_and_a_no_at_once_one_counts()
    {
        var link = await _visitor.ReportAsync(_teller.Site);
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();
        using (var early = await _visitor.TryAnswerAsync(link, 1, isSettled: true))
            await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "finding.not-to-answer");
        await DoAsync(Manager, entry, "assign", new { owner = "t042", version = 1 });
        await DoAsync(Owner, entry, "settle", new { text = "已换大字", version = 2 });

        var answers = await Task.WhenAll(
            _visitor.TryAnswerAsync(link, 3, isSettled: true), Visitor.Beside(hall).TryAnswerAsync(link, 3, isSettled: false));
        var isClosed = (await _visitor.FindingAsync(link)).State == LedgerState.Closed;
        using var repeated = await _visitor.TryAnswerAsync(link, 3, isClosed);

        answers.Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict], ignoreOrder: true);
        repeated.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _visitor.FindingAsync(link)).Steps.Count.ShouldBe(4);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task The_wrong_people_see_and_change_nothing()
    {
        await _visitor.ReportAsync(_teller.Site);
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();
        await DoAsync(Manager, entry, "assign", new { owner = "t042", version = 1 });
        var foreign = new Teller(hall, name: "m009", role: Roles.SiteManager);

        (await ListAsync(_teller)).ShouldBeEmpty();
        using var other = await _teller.GetAtSiteAsync($"ledger/{entry.Id}");
        using var tellerAssigns = await PostAsync(Owner, entry, "assign", new { owner = "t041", version = 2 });
        using var otherSettles = await PostAsync(_teller, entry, "settle", new { text = "无", version = 2 });
        using var managerSettles = await PostAsync(Manager, entry, "settle", new { text = "无", version = 2 });
        using var kiosk = await _teller.As(Roles.Kiosk, "k001").GetAtSiteAsync("ledger");
        using var elsewhere = await foreign.GetAtSiteAsync($"ledger/{entry.Id}");
        using var unknown = await _visitor.GetAsync("/findings/abcdefghijklmnopqrstuv");

        await other.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ledger.unknown");
        tellerAssigns.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await otherSettles.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ledger.unknown");
        await managerSettles.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "ledger.not-yours");
        kiosk.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ledger.unknown");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "finding.unknown");
    }

    [Fact]
    public async Task A_telephone_number_is_whole_for_the_owner_alone()
    {
        await _visitor.ReportAsync(_teller.Site, contact: Phone);
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();
        await DoAsync(Manager, entry, "assign", new { owner = "t042", version = 1 });

        (await ListAsync(Manager)).ShouldHaveSingleItem().Contact.ShouldBe("138****0001");
        (await ListAsync(Owner)).ShouldHaveSingleItem().Contact.ShouldBe("138****0001");
        (await ReadAsync(Manager, entry.Id)).Contact.ShouldBe("138****0001");
        (await ReadAsync(Owner, entry.Id)).Contact.ShouldBe(Phone);
        (await hall.ScalarAsync<long>(
            "select count(*) from audit.entries where action = 'intake.read-ledger-entry' and actor = 't042' and purpose = @purpose",
            new { purpose = $"ledger/{entry.Id}" })).ShouldBe(1);
    }

    [Fact]
    public async Task Who_served_neither_sees_nor_handles_the_rating_before_the_case_is_closed()
    {
        var opened = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item, Slow));
        await _visitor.RateAsync(Visitor.LinkOf(hall, opened), opened.CaseId, Item, RatingLevel.VeryDissatisfied, "态度不好");
        var entry = (await ListAsync(Manager)).ShouldHaveSingleItem();
        var servingManager = _teller.As(Roles.SiteManager, "t041");

        using (var served = await PostAsync(Manager, entry, "assign", new { owner = "t041", version = 1 }))
            await served.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ledger.owner-served");
        (await ListAsync(servingManager)).ShouldBeEmpty();
        using (var hidden = await servingManager.GetAtSiteAsync($"ledger/{entry.Id}"))
            await hidden.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ledger.unknown");

        await DoAsync(Manager, entry, "assign", new { owner = "t042", version = 1 });
        using (var uncalled = await PostAsync(Owner, entry, "settle", new { text = "已教育", version = 2 }))
            await uncalled.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ledger.call-back-first");
        (await ReadAsync(Owner, entry.Id)).ShouldSatisfyAllConditions(
            read => read.CaseId.ShouldBe(opened.CaseId), read => read.TicketNumber.ShouldBe("A001"), read => read.Level.ShouldBe(RatingLevel.VeryDissatisfied));
        (await hall.Database.ActionsAsync(opened.PersonId)).TakeLast(2).ShouldBe(["intake.assign-ledger-entry", "intake.read-ledger-entry"]);

        using (await _teller.TryCompleteAsync(opened.CaseId, Item))
        using (await _teller.As(Roles.Reviewer, "r001").PostAsync($"/{opened.CaseId}/items/{Slow}/decide", new { result = "completed" }))
            (await ListAsync(servingManager)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_overdue_come_first_and_nothing_is_changed_in_hindsight()
    {
        await _visitor.ReportAsync(_teller.Site, "先到的");
        await _visitor.ReportAsync(_teller.Site, "过期的");
        await hall.ScalarAsync<int>("update ledger_entries set due_on = '2019-01-01' where site = @Site and what = '过期的' returning 1", _teller);

        var listed = await ListAsync(Manager);

        listed.Select(entry => (entry.What, entry.IsOverdue)).ShouldBe([("过期的", true), ("先到的", false)]);
        foreach (var change in new[] { "delete from ledger_entries", "delete from ledger_events", "update ledger_events set who = 'nobody'", "truncate ledger_events" })
            await Should.ThrowAsync<PostgresException>(() => hall.ScalarAsync<int>(change, _teller), change);
    }

    [Fact]
    public async Task A_month_is_told_in_figures_and_as_a_table()
    {
        var opened = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        await _visitor.RateAsync(Visitor.LinkOf(hall, opened), opened.CaseId, Item, RatingLevel.Dissatisfied, "=1+1", Phone);
        var good = await hall.AcceptAsync(_teller, await _teller.OpenAsync(Item));
        await _visitor.RateAsync(Visitor.LinkOf(hall, good), good.CaseId, Item, RatingLevel.Satisfied);
        await _visitor.ReportAsync(_teller.Site, "字太小");
        var bad = (await ListAsync(Manager)).Single(entry => entry.Origin == "rating");
        await DoAsync(Manager, bad, "assign", new { owner = "t042", version = 1 });
        await DoAsync(Owner, bad, "call-back", new { text = "已致歉", version = 2 });
        await DoAsync(Owner, bad, "settle", new { text = "已改进", version = 3 });
        var month = Hall.DayOf(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM", CultureInfo.InvariantCulture);

        using var answer = await Manager.GetAtSiteAsync($"ledger/report?month={month}");
        using var csv = await _teller.As(Roles.Auditor, "a001").GetAtSiteAsync($"ledger/report.csv?month={month}");
        using var wrong = await Manager.GetAtSiteAsync("ledger/report?month=October");
        using var teller = await _teller.GetAtSiteAsync($"ledger/report?month={month}");

        var report = await answer.ReadAsync<ReadLedgerReport.Report>();
        report.Ratings.Values.ShouldBe([0L, 1L, 0L, 1L, 0L]);
        (report.SatisfiedShare, report.OpenedByVisitors, report.OpenedByRatings).ShouldBe((0.5m, 1, 1));
        (report.Settled, report.SettledInTime, report.Reopened, report.Unsettled, report.Overdue, report.MedianDays).ShouldBe((1, 1, 0, 1, 0, 0));
        var lines = (await csv.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        lines.Length.ShouldBe(3);
        lines[1].ShouldContain($",rating,dissatisfied,{Item},,settled,");
        string.Concat(lines).ShouldNotContain(Phone);
        string.Concat(lines).ShouldNotContain("=1+1");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "report.month");
        teller.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<LedgerEntry[]> ListAsync(Teller who, string query = "")
    {
        using var answer = await who.GetAtSiteAsync($"ledger{query}");
        return await answer.ReadAsync<LedgerEntry[]>();
    }

    private static async Task<LedgerEntry> ReadAsync(Teller who, Guid id)
    {
        using var answer = await who.GetAtSiteAsync($"ledger/{id}");
        return await answer.ReadAsync<LedgerEntry>();
    }

    private static Task<HttpResponseMessage> PostAsync(Teller who, LedgerEntry entry, string act, object body) => who.PostAtSiteAsync($"ledger/{entry.Id}/{act}", body);

    private static async Task<LedgerEntry> DoAsync(Teller who, LedgerEntry entry, string act, object body)
    {
        using var answer = await PostAsync(who, entry, act, body);
        return await answer.ReadAsync<LedgerEntry>();
    }
}
