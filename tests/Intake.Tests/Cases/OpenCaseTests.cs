using System.Net;
using System.Net.Http.Json;
using Dapper;
using Wenden.Intake.Cases;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Cases;

public sealed class OpenCaseTests(IntakeHall hall)
{
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task A_case_takes_the_items_of_its_ticket()
    {
        var ticket = _teller.Call("personnel-agency-enrolment", "flexible-employment-contribution", "subsidy-4050");

        using var response = await _teller.TryOpenAsync(ticket.TicketId, _teller.Person(out var personId));

        var opened = await response.ReadAsync<CaseView>(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/sites/{_teller.Site}/cases/{opened.CaseId}");
        (opened.PersonId, opened.TicketNumber, opened.Window, opened.OpenedBy).ShouldBe((personId, "A001", 3, "t001"));
        opened.Items.Select(item => (item.Code, item.State)).ShouldBe(ticket.Items.Select(code => (code, ItemState.Draft)));
        opened.Forms.Select(form => (form.Item, form.State)).ShouldBe(ticket.Items.Select(code => ((string?)code, "wanted")), ignoreOrder: true);
        opened.History.Select(step => (step.Item, step.To, step.Who)).ShouldBe(ticket.Items.Select(code => (code, ItemState.Draft, "t001")));
    }

    [Fact]
    public async Task Its_forms_are_asked_for_with_what_the_case_knows()
    {
        var opened = await _teller.OpenAsync("flexible-employment-contribution", "subsidy-4050");

        var asked = await Eventually.FindAsync(hall.Wanted, wanted => wanted.CaseId == opened.CaseId);

        (asked.Site, asked.PersonId).ShouldBe((_teller.Site, opened.PersonId));
        asked.Forms.Select(form => (form.FormId, form.Template)).ShouldBe(
            opened.Forms.Select(form => (form.FormId, form.Template)), ignoreOrder: true);
        var values = asked.Forms.Single(form => form.Template == "flexible-contribution-declaration").Values;
        values.Keys.ShouldBe(["ticketNumber", "items", "siteName", "teller", "window", "date"], ignoreOrder: true);
        (values["ticketNumber"], values["items"], values["siteName"], values["teller"], values["window"]).ShouldBe(
            ("A001", "灵活就业参保缴费", "文登区人社综合服务大厅", "t001", "3"));
    }

    [Fact]
    public async Task An_item_without_forms_has_nothing_to_sign()
    {
        var opened = await _teller.OpenAsync("personal-insurance-record");

        opened.State.ShouldBe(ItemState.Signed);
        opened.Forms.ShouldBeEmpty();
        (await _teller.AcceptAsync(opened.CaseId)).State.ShouldBe(ItemState.Accepted);
    }

    [Fact]
    public async Task The_teller_may_choose_other_items()
    {
        var opened = await _teller.OpenAsync(_teller.Call("subsidy-4050").TicketId, null, "card-loss", "pension-estimate");

        opened.Items.Select(item => item.Code).ShouldBe(["card-loss", "pension-estimate"]);
    }

    [Theory]
    [InlineData("no-such-item,subsidy-4050,nor-this", "item.unknown")]
    [InlineData("subsidy-4050,subsidy-4050", "case.item-repeated")]
    [InlineData("", "case.item-count")]
    public async Task Items_must_be_in_the_catalogue_once(string items, string code)
    {
        using var response = await _teller.TryOpenAsync(
            _teller.Call("subsidy-4050").TicketId, _teller.Person(), items.Split(',', StringSplitOptions.RemoveEmptyEntries));

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        if (code == "item.unknown")
            problem.GetProperty("items").EnumerateArray().Select(item => item.GetString()).ShouldBe(["no-such-item", "nor-this"]);
    }

    [Theory]
    [InlineData("37100319740315001", "identity-number.length")]
    [InlineData("37100319740315A015", "identity-number.characters")]
    [InlineData("371003197402300012", "identity-number.birth-date")]
    [InlineData("11010519491231002Y", "identity-number.characters")]
    [InlineData("110105194912310021", "identity-number.check-character")]
    public async Task A_wrong_identity_number_is_refused(string number, string code)
    {
        using var response = await _teller.TryOpenAsync(_teller.Call("subsidy-4050").TicketId, number);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_person_the_registry_does_not_know_is_404()
    {
        using var response = await _teller.TryOpenAsync(_teller.Call("subsidy-4050").TicketId, "11010519491231002X");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "person.unknown");
    }

    [Fact]
    public async Task A_ticket_must_be_called_to_the_teller()
    {
        var mine = _teller.Call("subsidy-4050");
        var waiting = _teller.Call("subsidy-4050") with { State = "waiting", Window = null, Teller = null, CalledAt = null };
        hall.Neighbours.Tickets[waiting.TicketId] = waiting;

        using var other = await _teller.Beside("t002").TryOpenAsync(mine.TicketId, _teller.Person());
        using var early = await _teller.TryOpenAsync(waiting.TicketId, _teller.Person());
        using var unknown = await _teller.TryOpenAsync(Guid.CreateVersion7(), _teller.Person());

        (await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.not-yours")).GetProperty("teller").GetString().ShouldBe("t001");
        (await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "ticket.not-yours")).GetProperty("state").GetString().ShouldBe("waiting");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "ticket.unknown");
    }

    [Fact]
    public async Task Another_site_is_closed_to_the_teller()
    {
        var opened = await _teller.OpenAsync("subsidy-4050");
        using var stranger = Teller.Client(hall.First, $"role={Roles.Teller}; name=t001; site=elsewhere");

        using var open = await stranger.PostAsJsonAsync(
            $"/sites/{_teller.Site}/cases", new { opened.TicketId, IdentityNumber = _teller.Person() }, HallJson.Options);
        using var read = await stranger.GetAsync(new Uri($"/sites/{_teller.Site}/cases/{opened.CaseId}", UriKind.Relative));
        using var elsewhere = await stranger.GetAsync(new Uri($"/sites/elsewhere/cases/{opened.CaseId}", UriKind.Relative));

        await open.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
        await read.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.unknown");
    }

    [Fact]
    public async Task The_same_key_opens_one_case_on_two_replicas()
    {
        var (ticket, person, key) = (_teller.Call("subsidy-4050"), _teller.Person(), Guid.CreateVersion7().ToString());
        var beside = _teller.Beside();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _teller : beside).TryOpenAsync(ticket.TicketId, person, key: key)));

        var opened = await Task.WhenAll(responses.Select(response => response.ReadAsync<CaseView>(HttpStatusCode.Created)));
        opened.Select(one => one.CaseId).Distinct().ShouldHaveSingleItem();
        (await _teller.GetAsync($"?ticket={ticket.TicketId}").ContinueWith(get => get.Result.ReadAsync<CaseView[]>()).Unwrap()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_person_has_one_case_on_a_ticket()
    {
        var (ticket, person) = (_teller.Call("subsidy-4050"), _teller.Person());
        var beside = _teller.Beside();

        var responses = await Task.WhenAll(_teller.TryOpenAsync(ticket.TicketId, person), beside.TryOpenAsync(ticket.TicketId, person));

        var opened = await responses.Single(response => response.StatusCode == HttpStatusCode.Created).ReadAsync<CaseView>(HttpStatusCode.Created);
        var problem = await responses.Single(response => response.StatusCode != HttpStatusCode.Created).ShouldBeProblemAsync(HttpStatusCode.Conflict, "case.exists");
        problem.GetProperty("caseId").GetGuid().ShouldBe(opened.CaseId);
        (await _teller.OpenAsync(ticket.TicketId)).CaseId.ShouldNotBe(opened.CaseId, "another person on the same ticket has a case too");
    }

    [Fact]
    public async Task A_failing_registry_leaves_nothing_behind()
    {
        var (ticket, person, key) = (_teller.Call("subsidy-4050"), _teller.Person(), Guid.CreateVersion7().ToString());
        hall.Neighbours.Failing[person] = true;
        using var failed = await _teller.TryOpenAsync(ticket.TicketId, person, key: key);
        hall.Neighbours.Failing.Remove(person, out _);

        using var again = await _teller.TryOpenAsync(ticket.TicketId, person, key: key);

        await failed.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "server.unavailable");
        await again.ReadAsync<CaseView>(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_identity_number_is_kept_nowhere()
    {
        var person = _teller.Person();
        var opened = await hall.AcceptAsync(_teller, await _teller.OpenAsync(_teller.Call("subsidy-4050").TicketId, person));

        await using var connection = await hall.Database.OpenConnectionAsync();
        var tables = (await connection.QueryAsync<string>("select table_name from information_schema.tables where table_schema = 'public'")).AsList();
        tables.Count.ShouldBeGreaterThan(8);
        foreach (var table in tables)
        {
            (await connection.ExecuteScalarAsync<long>($"select count(*) from \"{table}\" as row where row::text like '%' || @person || '%'", new { person }))
                .ShouldBe(0, table);
        }

        hall.Neighbours.Asked.ShouldNotContain(path => path.Contains(person));
        opened.State.ShouldBe(ItemState.InReview);
    }
}
