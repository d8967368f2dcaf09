using System.Net;
using Dapper;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Statistics;

public sealed class StatisticsTests(QueueHall hall)
{
    private const string Days = "from=2019-10-21&to=2019-10-21";

    [Fact]
    public async Task Figures_are_those_that_the_events_give_when_counted_anew()
    {
        var (site, replica) = await DayAsync();
        await using var _ = replica;

        var figures = await (await new Caller(replica, Roles.SiteManager, "m1", site).GetAsync($"/sites/{site}/statistics?{Days}")).ReadAsync<SiteStatistics>();

        var visits = await RecountAsync(site);
        visits.Count.ShouldBe(40);
        (figures.Issued, figures.Served, figures.Missed, figures.Cancelled, figures.Abandoned).ShouldBe(
            (visits.Count, Count("finished"), Count("missed"), Count("cancelled"), 0));
        figures.Wait.ShouldBe(Spread(visits.Where(visit => visit.Wait is not null).Select(visit => visit.Wait!.Value)));
        figures.Service.ShouldBe(Spread(visits.Where(visit => visit.State == "finished").Select(visit => visit.Minutes)));
        figures.Hours.Sum(hour => hour.Issued).ShouldBe(visits.Count);
        figures.Hours.Select(hour => hour.Hour).ShouldBe(visits.Select(visit => visit.Hour).Distinct().Order());
        figures.Items.ToDictionary(item => item.Item, item => item.Count).ShouldBe(
            visits.Where(visit => visit.State == "finished").SelectMany(visit => visit.Items).GroupBy(item => item).ToDictionary(item => item.Key, item => item.Count()),
            ignoreOrder: true);
        figures.Windows.Sum(window => window.BusyMinutes).ShouldBe(decimal.Round((decimal)visits.Sum(visit => visit.Minutes), 1), 0.3m);
        figures.Windows.Sum(window => window.Served).ShouldBe(figures.Served);

        int Count(string state) => visits.Count(visit => visit.State == state);
    }

    [Fact]
    public async Task The_download_has_a_line_per_ticket_and_nothing_of_the_visitor()
    {
        var (site, replica) = await DayAsync();
        await using var _ = replica;

        using var response = await new Caller(replica, Roles.Auditor, "a1", site).GetAsync($"/sites/{site}/statistics.csv?{Days}");
        var text = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(41);
        text.ShouldNotContain("371003");
    }

    [Theory]
    [InlineData("from=2019-10-22&to=2019-10-21", HttpStatusCode.BadRequest)]
    [InlineData("from=2017-10-22&to=2019-10-21", HttpStatusCode.BadRequest)]
    [InlineData("from=yesterday&to=2019-10-21", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task Odd_days_are_refused(string query, HttpStatusCode status)
    {
        var site = await hall.OpenSiteAsync();

        using var response = await new Caller(hall.First, Roles.SiteManager, "m1", site).GetAsync($"/sites/{site}/statistics?{query}");

        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_day_without_visitors_has_no_figures_but_is_no_error()
    {
        var site = await hall.OpenSiteAsync();

        using var response = await new Caller(hall.First, Roles.SiteManager, "m1", site).GetAsync($"/sites/{site}/statistics?{Days}");

        var figures = await response.ReadAsync<SiteStatistics>();
        (figures.Issued, figures.Wait.P50, figures.Hours.Count).ShouldBe((0, null, 0));
    }

    /// <summary>Forty visitors of a day, some of whom are missed, held, transferred, or leave.</summary>
    private async Task<(string Site, WebApplicationFactory<Program> Replica)> DayAsync()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2019, 10, 21, 8, 30, 0, Contracts.Hall.Offset));
        var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync(windows: 2);
        var (kiosk, one, two) = (Caller.Kiosk(replica, site), Caller.Teller(replica, site, "t1"), Caller.Teller(replica, site, "t2"));
        for (var i = 0; i < 40; i++)
        {
            using var issued = await kiosk.PostAsync(
                $"/sites/{site}/tickets", $$"""{"items":["item-{{i % 3}}","item-{{(i % 3) + 1}}"]}""", Guid.CreateVersion7().ToString());
            var ticket = (await issued.ReadAsync<Slip>()).Ticket;
            clock.Advance(TimeSpan.FromSeconds(30 + (i * 7)));
            if (i % 11 == 10)
            {
                (await kiosk.StepAsync(ticket.TicketId, "cancel")).EnsureSuccessStatusCode();
                continue;
            }

            var teller = i % 2 == 0 ? one : two;
            await teller.CallAsync((i % 2) + 1);
            clock.Advance(TimeSpan.FromSeconds(20 + i));
            if (i % 7 == 6)
            {
                (await teller.StepAsync(ticket.TicketId, "miss")).EnsureSuccessStatusCode();
                continue;
            }

            (await teller.StepAsync(ticket.TicketId, "start")).EnsureSuccessStatusCode();
            clock.Advance(TimeSpan.FromSeconds(100 + (13 * (i % 5))));
            if (i % 5 == 4)
            {
                (await teller.StepAsync(ticket.TicketId, "hold", """{"reason":"复印"}""")).EnsureSuccessStatusCode();
                clock.Advance(TimeSpan.FromMinutes(9));
                (await teller.StepAsync(ticket.TicketId, "resume")).EnsureSuccessStatusCode();
                clock.Advance(TimeSpan.FromMinutes(1));
            }

            (await teller.StepAsync(ticket.TicketId, "finish")).EnsureSuccessStatusCode();
        }

        return (site, replica);
    }

    private async Task<IReadOnlyList<Recounted>> RecountAsync(string site)
    {
        await using var connection = await hall.Database.OpenConnectionAsync();
        var events = await connection.QueryAsync<Event>("select ticket_id, change, at, state, items from ticket_events where site = @site order by event_id", new { site });
        return [.. events.GroupBy(happened => happened.TicketId).Select(Recount)];
    }

    private static Recounted Recount(IEnumerable<Event> events)
    {
        DateTimeOffset? issued = null, called = null, since = null;
        var (minutes, state, items) = (0.0, "", Array.Empty<string>());
        foreach (var happened in events)
        {
            if (since is { } from)
                minutes += (happened.At - from).TotalMinutes;
            since = happened.State is "called" or "serving" ? happened.At : null;
            issued ??= happened.At;
            called ??= happened.Change == "called" ? happened.At : null;
            (state, items) = (happened.State, happened.Items);
        }

        return new Recounted((called - issued)?.TotalMinutes, minutes, state, issued!.Value.ToOffset(Contracts.Hall.Offset).Hour, items);
    }

    private static Spread Spread(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread { P50 = At(0.5), P90 = At(0.9), Longest = Tenths(sorted[^1]) };

        decimal At(double share)
        {
            var place = share * (sorted.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return Tenths(sorted[below] + ((place - below) * (sorted[above] - sorted[below])));
        }

        static decimal Tenths(double minutes) => decimal.Round((decimal)minutes, 1);
    }

    private sealed record Recounted(double? Wait, double Minutes, string State, int Hour, string[] Items);

    private sealed record Event
    {
        public required Guid TicketId { get; init; }

        public required string Change { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string State { get; init; }

        public required string[] Items { get; init; }
    }
}
