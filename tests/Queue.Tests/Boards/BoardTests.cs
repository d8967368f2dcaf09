using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Queue;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Boards;

public sealed class BoardTests(QueueHall hall)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_board_shows_calls_newest_first()
    {
        var site = await hall.OpenSiteAsync();
        for (var i = 0; i < 4; i++)
            await Caller.Kiosk(hall.First, site).IssueAsync();
        await Caller.Teller(hall.First, site, "t1").CallAsync(1);
        await Caller.Teller(hall.First, site, "t2").CallAsync(3);
        await Caller.Teller(hall.First, site, "t1").StepAsync((await Caller.Teller(hall.First, site, "t3").CallAsync(2)).TicketId, "start");

        using var response = await Screen(hall.Second, site).GetAsync($"/sites/{site}/board");

        var board = await response.ReadAsync<Board>();
        board.Called.Select(called => (called.Number, called.Window)).ShouldBe([("A003", 2), ("A002", 3), ("A001", 1)]);
        board.Waiting.ShouldHaveSingleItem().ShouldBe(new WaitingCount { Series = "A", Zone = "综合服务区", Count = 1 });
    }

    [Fact]
    public async Task A_call_reaches_boards_of_other_replicas()
    {
        var site = await hall.OpenSiteAsync();
        await using var events = await EventsAsync(hall.Second, site);
        (await NextBoardAsync(events)).Called.ShouldBeEmpty("the present board comes first");

        await Caller.Kiosk(hall.First, site).IssueAsync();
        var ticket = await Caller.Teller(hall.First, site).CallAsync(2);
        var called = await UntilAsync(events, board => board.Called.Count == 1);
        await Caller.Teller(hall.First, site).StepAsync(ticket.TicketId, "start");
        var serving = await UntilAsync(events, board => board.Called is [{ State: "serving" }]);
        await Caller.Teller(hall.First, site).StepAsync(ticket.TicketId, "finish");
        var finished = await UntilAsync(events, board => board.Called.Count == 0);

        called.Called[0].ShouldBe(new CalledTicket { Number = "A001", Window = 2, State = "called", CalledAt = ticket.CalledAt!.Value });
        serving.Waiting[0].Count.ShouldBe(0);
        finished.Site.ShouldBe(site);
    }

    [Fact]
    public async Task A_quiet_board_gets_heartbeats()
    {
        var site = await hall.OpenSiteAsync();
        await using var events = await EventsAsync(hall.First, site);

        List<string> types = [];
        for (var i = 0; i < 3; i++)
            types.Add((await NextAsync(events)).EventType);

        types.ShouldBe(["board", "heartbeat", "heartbeat"]);
    }

    [Fact]
    public async Task A_board_comes_back_after_a_lost_connection()
    {
        var site = await hall.OpenSiteAsync();
        await using var replica = hall.Replica($"Application Name={site}");
        await using var events = await EventsAsync(replica, site);
        await NextBoardAsync(events);

        var cut = await hall.ScalarAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = @site", new { site });
        await Caller.Kiosk(hall.First, site).IssueAsync();
        var board = await UntilAsync(events, board => board.Waiting[0].Count == 1);
        await Caller.Teller(hall.First, site).CallAsync(1);

        cut.ShouldBeGreaterThanOrEqualTo(1);
        board.Called.ShouldBeEmpty();
        (await UntilAsync(events, later => later.Called.Count == 1)).Waiting[0].Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_stopping_service_lets_its_boards_go()
    {
        var site = await hall.OpenSiteAsync();
        var replica = hall.Replica();
        await using var events = await EventsAsync(replica, site);
        await NextBoardAsync(events);

        var stopping = replica.DisposeAsync().AsTask();
        while (await events.MoveNextAsync())
            events.Current.EventType.ShouldBeOneOf("heartbeat", "board");

        await stopping.WaitAsync(_patience);
    }

    [Fact]
    public async Task A_board_of_no_site_is_404()
    {
        using var board = await Screen(hall.First, "*").GetAsync("/sites/no-such-site/board");
        using var events = await Screen(hall.First, "*").GetAsync("/sites/no-such-site/board/events");

        await board.ShouldBeProblemAsync(HttpStatusCode.NotFound, "site.unknown");
        await events.ShouldBeProblemAsync(HttpStatusCode.NotFound, "site.unknown");
    }

    private static Caller Screen(WebApplicationFactory<Program> replica, string site) => new(replica, Roles.Board, "b1", site);

    private static async Task<IAsyncEnumerator<SseItem<Board?>>> EventsAsync(WebApplicationFactory<Program> replica, string site)
    {
        var stream = await Screen(replica, site).FollowAsync($"/sites/{site}/board/events");
        var parser = SseParser.Create(stream, (type, data) => type == "board" ? JsonSerializer.Deserialize<Board>(data, HallJson.Options) : null);
        return parser.EnumerateAsync().GetAsyncEnumerator();
    }

    private static async Task<SseItem<Board?>> NextAsync(IAsyncEnumerator<SseItem<Board?>> events)
    {
        (await events.MoveNextAsync().AsTask().WaitAsync(_patience)).ShouldBeTrue("The stream ended");
        return events.Current;
    }

    private static Task<Board> NextBoardAsync(IAsyncEnumerator<SseItem<Board?>> events) => UntilAsync(events, _ => true);

    private static async Task<Board> UntilAsync(IAsyncEnumerator<SseItem<Board?>> events, Func<Board, bool> condition)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if ((await NextAsync(events)).Data is { } board && condition(board))
                return board;
        }
    }
}
