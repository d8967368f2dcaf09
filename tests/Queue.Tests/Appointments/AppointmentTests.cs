using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Messaging;
using Wenden.Queue.Days;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Appointments;

public sealed class AppointmentTests(QueueHall hall) : IAsyncLifetime
{
    private const string Nine = "2019-10-22T09:00:00+08:00";
    private const string Ten = "2019-10-22T10:00:00+08:00";

    private static readonly SiteRules _rules = new()
    {
        Opens = new TimeOnly(8, 30), Closes = new TimeOnly(17, 0), Appointments = new AppointmentRules { SlotMinutes = 30, Capacity = 3, DaysAhead = 14 },
    };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2019, 10, 21, 9, 0, 0, Contracts.Hall.Offset));
    private WebApplicationFactory<Program> _one = null!;
    private WebApplicationFactory<Program> _two = null!;

    public ValueTask InitializeAsync()
    {
        (_one, _two) = (hall.Replica(_clock), hall.Replica(_clock));
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_slot_is_not_overbooked_by_forty_at_once()
    {
        var site = await hall.OpenSiteAsync(rules: _rules);

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => BookAsync(Caller.Teller(i % 2 == 0 ? _one : _two, site, $"t{i}"), site, Nine)));

        responses.Count(response => response.StatusCode == HttpStatusCode.Created).ShouldBe(3);
        foreach (var refused in responses.Where(response => !response.IsSuccessStatusCode))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "appointment.full");
        var slots = await SlotsAsync(site, "2019-10-22");
        slots.Single(slot => slot.StartsAt == DateTimeOffset.Parse(Nine, null)).Free.ShouldBe(0);
        slots.Count.ShouldBe(17, "half-hours from 8:30 to 16:30");
    }

    [Fact]
    public async Task Two_who_change_places_both_get_through()
    {
        var site = await hall.OpenSiteAsync(rules: _rules);
        var teller = Caller.Teller(_one, site);
        for (var round = 0; round < 10; round++)
        {
            var early = await BookedAsync(teller, site, Nine);
            var late = await BookedAsync(teller, site, Ten);

            var moved = await Task.WhenAll(MoveAsync(Caller.Teller(_one, site), site, early, Ten), MoveAsync(Caller.Teller(_two, site, "t2"), site, late, Nine));

            moved.ShouldAllBe(response => response.StatusCode == HttpStatusCode.OK);
            foreach (var appointment in new[] { early, late })
                (await teller.PostAsync($"/sites/{site}/appointments/{appointment.AppointmentId}/cancel")).EnsureSuccessStatusCode();
        }

        (await SlotsAsync(site, "2019-10-22")).ShouldAllBe(slot => slot.Free == 3);
    }

    [Fact]
    public async Task Checking_in_makes_a_ticket_with_the_seniority_of_the_slot()
    {
        var site = await hall.OpenSiteAsync(rules: _rules);
        var teller = Caller.Teller(_one, site);
        var appointment = await BookedAsync(teller, site, Ten);
        _clock.Advance(TimeSpan.FromHours(25) - TimeSpan.FromMinutes(10));
        await Caller.Kiosk(_one, site).IssueAsync();
        _clock.Advance(TimeSpan.FromMinutes(15));
        await Caller.Kiosk(_one, site).IssueAsync();

        var slip = await (await CheckInAsync(_one, site, appointment.Code)).ReadAsync<Slip>();
        var again = await (await CheckInAsync(_two, site, appointment.Code)).ReadAsync<Slip>();

        again.Ticket.TicketId.ShouldBe(slip.Ticket.TicketId);
        slip.Ticket.TurnAt.ShouldBe(appointment.StartsAt);
        slip.Ahead.ShouldBe(1, "who came before the slot's time goes first");
        (await Caller.Teller(_one, site).CallAsync(1)).Number.ShouldBe("A001");
        (await Caller.Teller(_one, site, "t2").CallAsync(2)).TicketId.ShouldBe(slip.Ticket.TicketId);
    }

    [Fact]
    public async Task One_can_check_in_with_the_card()
    {
        var site = await hall.OpenSiteAsync(rules: _rules);
        using var booked = await Caller.Teller(_one, site).PostAsync(
            $"/sites/{site}/appointments", $$"""{"startsAt":"{{Nine}}","items":["a"],"identityNumber":"371003198001010017"}""", Key());
        booked.StatusCode.ShouldBe(HttpStatusCode.Created);
        _clock.Advance(TimeSpan.FromDays(1));

        using var response = await Caller.Kiosk(_one, site).PostAsync(
            $"/sites/{site}/appointments/check-in", """{"identityNumber":"371003198001010017"}""", Key());

        (await response.ReadAsync<Slip>()).Ticket.State.ShouldBe("waiting");
    }

    [Fact]
    public async Task Where_no_appointments_are_made_none_is_checked_in()
    {
        var site = await hall.OpenSiteAsync();

        using var answer = await CheckInAsync(_one, site, "20191021");

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "appointment.none-here");
    }

    [Fact]
    public async Task Who_does_not_come_loses_the_slot_to_others()
    {
        // A year of its own, as the end of a day ends all days before it.
        var clock = new FakeTimeProvider(new DateTimeOffset(2000, 3, 6, 9, 0, 0, Contracts.Hall.Offset));
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync(rules: _rules);
        var appointment = await BookedAsync(Caller.Teller(replica, site), site, "2000-03-07T09:00:00+08:00");
        clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(16));

        await new EndDay(replica.Services.GetRequiredService<UnitsOfWork>(), clock, NullLogger<EndDay>.Instance).RunAsync(CancellationToken.None);
        using var tooLate = await CheckInAsync(replica, site, appointment.Code);

        await tooLate.ShouldBeProblemAsync(HttpStatusCode.NotFound, "appointment.none-now");
        (await hall.ScalarAsync<string>("select state from appointments where site = @site", new { site })).ShouldBe("no-show");
        (await hall.ScalarAsync<int>("select booked from slots where site = @site", new { site })).ShouldBe(0);
    }

    [Theory]
    [InlineData("2019-10-22T09:10:00+08:00")] // between slots
    [InlineData("2019-10-21T08:30:00+08:00")] // past
    [InlineData("2019-10-26T09:00:00+08:00")] // Saturday
    [InlineData("2019-11-05T09:00:00+08:00")] // too far ahead
    [InlineData("2019-10-22T17:00:00+08:00")] // after closing
    public async Task Other_times_cannot_be_booked(string time)
    {
        var site = await hall.OpenSiteAsync(rules: _rules);

        using var response = await BookAsync(Caller.Teller(_one, site), site, time);

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "appointment.no-such-time");
    }

    [Fact]
    public async Task Citizens_book_and_see_their_own_only()
    {
        var site = await hall.OpenSiteAsync(rules: _rules);
        var (mine, theirs) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (me, other) = (Citizen(mine), Citizen(theirs));
        using var booked = await me.PostAsync("/appointments", $$"""{"site":"{{site}}","startsAt":"{{Nine}}","items":["a"]}""", Key());
        var appointment = await booked.ReadAsync<Appointment>();

        using var foreign = await other.PostAsync($"/appointments/{appointment.AppointmentId}/cancel");
        using var moved = await me.PostAsync($"/appointments/{appointment.AppointmentId}/move", $$"""{"startsAt":"{{Ten}}"}""");
        using var list = await me.GetAsync("/appointments");
        using var empty = await other.GetAsync("/appointments");

        await foreign.ShouldBeProblemAsync(HttpStatusCode.NotFound, "appointment.unknown");
        (await moved.ReadAsync<Appointment>()).StartsAt.ShouldBe(DateTimeOffset.Parse(Ten, null));
        (await list.ReadAsync<Appointment[]>()).ShouldHaveSingleItem().Code.ShouldBe(appointment.Code);
        (await empty.ReadAsync<Appointment[]>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Citizens_see_the_times_of_the_zone_that_takes_their_items()
    {
        var site = await hall.OpenSiteAsync(rules: _rules);
        await hall.ScalarAsync<object>("insert into zones (site, zone, name, series, takes, items, position) values (@site, 'review', '受理审核区', 'B', 'listed', '{b}', -1)", new { site });
        var me = Citizen(Guid.CreateVersion7());
        (await me.PostAsync("/appointments", $$"""{"site":"{{site}}","startsAt":"{{Nine}}","items":["b"]}""", Key())).EnsureSuccessStatusCode();

        var (listed, other, unsure, named) = (await OwnSlotsAsync(me, site, "&item=b"), await OwnSlotsAsync(me, site, "&item=b&item=a"), await OwnSlotsAsync(me, site, ""),
            await OwnSlotsAsync(me, site, "&zone=review&day=2019-10-22"));

        listed.ShouldAllBe(slot => slot.Zone == "review");
        listed.Single(slot => slot.StartsAt == DateTimeOffset.Parse(Nine, null)).Free.ShouldBe(2);
        listed.Select(slot => Contracts.Hall.DayOf(slot.StartsAt)).Distinct().Count().ShouldBe(11, "working days from the 21st to 4 November");
        listed[0].StartsAt.ShouldBe(new DateTimeOffset(2019, 10, 21, 9, 30, 0, Contracts.Hall.Offset), "what has begun is over");
        other.ShouldAllBe(slot => slot.Zone == "comprehensive" && slot.Free == 3);
        unsure.ShouldAllBe(slot => slot.Zone == "comprehensive");
        named.Select(slot => slot.Zone).ShouldBe(Enumerable.Repeat("review", 17));
        using var unknown = await me.GetAsync($"/slots?site={site}&zone=nowhere");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "zone.unknown");
    }

    [Fact]
    public async Task A_site_says_whether_and_when_one_may_come()
    {
        var (with, without) = (await hall.OpenSiteAsync(rules: _rules), await hall.OpenSiteAsync());

        using var response = await Citizen(Guid.CreateVersion7()).GetAsync("/sites");
        var sites = await response.ReadAsync<Site[]>();

        sites.Single(site => site.Code == with).Appointments.ShouldBe(new AppointmentTerms { EarlyMinutes = 30, GraceMinutes = 15 });
        sites.Single(site => site.Code == without).Appointments.ShouldBeNull();
    }

    private static async Task<Slot[]> OwnSlotsAsync(Caller citizen, string site, string more)
    {
        using var response = await citizen.GetAsync($"/slots?site={site}{more}");
        return await response.ReadAsync<Slot[]>();
    }

    private Caller Citizen(Guid person) => new(_one, ServiceDefaults.Callers.Roles.Citizen, $"c-{person:N}; person={person}", "*");

    private async Task<IReadOnlyList<Slot>> SlotsAsync(string site, string day)
    {
        using var response = await Caller.Teller(_two, site).GetAsync($"/sites/{site}/slots?day={day}");
        return await response.ReadAsync<Slot[]>();
    }

    private static async Task<Appointment> BookedAsync(Caller teller, string site, string time)
    {
        using var response = await BookAsync(teller, site, time);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<Appointment>();
    }

    private static Task<HttpResponseMessage> BookAsync(Caller teller, string site, string time) =>
        teller.PostAsync($"/sites/{site}/appointments", $$"""{"startsAt":"{{time}}","items":["a"]}""", Key());

    private static Task<HttpResponseMessage> MoveAsync(Caller teller, string site, Appointment appointment, string time) =>
        teller.PostAsync($"/sites/{site}/appointments/{appointment.AppointmentId}/move", $$"""{"startsAt":"{{time}}"}""");

    private static Task<HttpResponseMessage> CheckInAsync(WebApplicationFactory<Program> replica, string site, string code) =>
        Caller.Kiosk(replica, site).PostAsync($"/sites/{site}/appointments/check-in", $$"""{"code":"{{code}}"}""", Key());

    private static string Key() => Guid.CreateVersion7().ToString();

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
