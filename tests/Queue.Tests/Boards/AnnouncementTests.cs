using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Queue;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Boards;

/// <summary>What is said in the hall: in order, each once, whatever happens to boards and replicas.</summary>
public sealed class AnnouncementTests(QueueHall hall)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Calls_of_both_replicas_come_in_one_dense_order()
    {
        const int Windows = 12;
        var site = await hall.OpenSiteAsync(Windows);
        for (var i = 0; i < Windows; i++)
            await Caller.Kiosk(hall.First, site).IssueAsync();
        await using var events = await FollowAsync(hall.Second, site);
        await NextAsync(events, "board");

        await Task.WhenAll(Enumerable.Range(1, Windows).Select(window =>
            Caller.Teller(window % 2 == 0 ? hall.First : hall.Second, site, $"t{window}").CallAsync(window)));

        var heard = await AnnouncementsAsync(events, Windows);
        heard.Select(announcement => announcement.Sequence).ShouldBe(Enumerable.Range(1, Windows).Select(i => (long)i));
        heard.Select(announcement => announcement.Number).Distinct().Count().ShouldBe(Windows);
    }

    [Fact]
    public async Task A_board_that_comes_back_misses_nothing_and_hears_nothing_twice()
    {
        var site = await hall.OpenSiteAsync(6);
        for (var i = 0; i < 6; i++)
            await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Teller(hall.First, site, "t1").CallAsync(1);
        string? last;
        await using (var events = await FollowAsync(hall.First, site))
        {
            await Caller.Teller(hall.First, site, "t2").CallAsync(2);
            var heard = await AnnouncementsAsync(events, 2);
            last = heard[^1].Sequence.ToString();
        }

        for (var window = 3; window <= 5; window++)
            await Caller.Teller(hall.First, site, $"t{window}").CallAsync(window);
        await using var again = await FollowAsync(hall.Second, site, last);
        await Caller.Teller(hall.First, site, "t6").CallAsync(6);

        (await AnnouncementsAsync(again, 4)).Select(announcement => announcement.Window).ShouldBe([3, 4, 5, 6]);
    }

    [Fact]
    public async Task A_recall_is_said_as_such_and_the_first_report_counts()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var teller = Caller.Teller(hall.First, site);
        var ticket = await teller.CallAsync(2);
        await teller.StepAsync(ticket.TicketId, "recall");
        var board = Screen(hall.Second, site);

        foreach (var report in new[] { "delivered", "played", "delivered", "played" })
            (await board.PostAsync($"/sites/{site}/announcements/1/{report}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var unknown = await board.PostAsync($"/sites/{site}/announcements/9/played");

        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "announcement.unknown");
        await using var events = await FollowAsync(hall.First, site, "0");
        var heard = await AnnouncementsAsync(events, 2);
        heard.Select(announcement => (announcement.IsRecall, announcement.State)).ShouldBe([(false, "played"), (true, "saved")]);
    }

    [Fact]
    public async Task A_new_board_says_only_what_nobody_has_said()
    {
        var site = await hall.OpenSiteAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Teller(hall.First, site, "t1").CallAsync(1);
        (await Screen(hall.First, site).PostAsync($"/sites/{site}/announcements/1/played")).EnsureSuccessStatusCode();
        await Caller.Teller(hall.First, site, "t2").CallAsync(2);

        await using var events = await FollowAsync(hall.Second, site);

        (await AnnouncementsAsync(events, 1)).ShouldHaveSingleItem().Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_rolled_back_is_never_said()
    {
        var site = await hall.OpenSiteAsync();
        await using (var connection = await hall.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // As a call does whose service dies before its commit.
            await using var command = new Npgsql.NpgsqlCommand(
                """
                insert into announcement_counters values ($1, 1);
                """, connection) { Parameters = { new() { Value = site } } };
            await command.ExecuteNonQueryAsync();
            await transaction.RollbackAsync();
        }

        await Caller.Kiosk(hall.First, site).IssueAsync();
        await using var events = await FollowAsync(hall.First, site);
        await Caller.Teller(hall.First, site).CallAsync(1);

        (await AnnouncementsAsync(events, 1)).ShouldHaveSingleItem().Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_id_that_is_none_is_refused()
    {
        var site = await hall.OpenSiteAsync();
        using var client = Caller.Client(hall.First, $"role={Roles.Board}; name=b1; site={site}");
        client.DefaultRequestHeaders.Add("Last-Event-ID", "x");

        using var response = await client.GetAsync(new Uri($"/sites/{site}/board/events", UriKind.Relative));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "board.event-id");
    }

    private static Caller Screen(WebApplicationFactory<Program> replica, string site) => new(replica, Roles.Board, "b1", site);

    private static async Task<IAsyncEnumerator<SseItem<string>>> FollowAsync(WebApplicationFactory<Program> replica, string site, string? after = null)
    {
        var client = Caller.Client(replica, $"role={Roles.Board}; name=b1; site={site}");
        if (after is not null)
            client.DefaultRequestHeaders.Add("Last-Event-ID", after);
        var stream = await client.GetStreamAsync(new Uri($"/sites/{site}/board/events", UriKind.Relative));
        return SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events, string type)
    {
        do
        {
            (await events.MoveNextAsync().AsTask().WaitAsync(_patience)).ShouldBeTrue("The stream ended");
        }
        while (events.Current.EventType != type);
        return events.Current;
    }

    private static async Task<IReadOnlyList<Announcement>> AnnouncementsAsync(IAsyncEnumerator<SseItem<string>> events, int count)
    {
        List<Announcement> heard = [];
        while (heard.Count < count)
        {
            var item = await NextAsync(events, "announcement");
            var announcement = JsonSerializer.Deserialize<Announcement>(item.Data, HallJson.Options)!;
            item.EventId.ShouldBe(announcement.Sequence.ToString());
            heard.Add(announcement);
        }

        return heard;
    }
}
