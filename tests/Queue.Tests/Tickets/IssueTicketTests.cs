using System.Net;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Tickets;

public sealed class IssueTicketTests(QueueHall hall)
{
    [Fact]
    public async Task A_number_is_given_for_all_items_at_once()
    {
        var site = await hall.OpenSiteAsync();
        var kiosk = Caller.Kiosk(hall.First, site);

        using var response = await kiosk.PostAsync($"/sites/{site}/tickets", """{"items":["subsidy-4050","17"]}""", Key());

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var ticket = (await response.ReadAsync<Slip>()).Ticket;
        ticket.Number.ShouldBe("A001");
        ticket.State.ShouldBe("waiting");
        ticket.Items.ShouldBe(["subsidy-4050", "17"]);
        using var read = await kiosk.GetAsync(response.Headers.Location!.ToString());
        (await read.ReadAsync<Ticket>()).ShouldBeEquivalentTo(ticket);
        (await hall.EventsAsync("TicketIssued", ticket.TicketId)).ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_kiosks_at_once_leave_no_gap()
    {
        const int EachTakes = 10;
        var site = await hall.OpenSiteAsync();
        var kiosks = Enumerable.Range(0, 50).Select(i => Caller.Kiosk(i % 2 == 0 ? hall.First : hall.Second, site, $"k{i}"));

        var taken = await Task.WhenAll(kiosks.Select(async kiosk =>
        {
            List<Ticket> tickets = [];
            for (var i = 0; i < EachTakes; i++)
                tickets.Add(await kiosk.IssueAsync());
            return tickets;
        }));

        var inOrder = taken.SelectMany(tickets => tickets).OrderBy(ticket => ticket.Number).ToArray();
        inOrder.Select(ticket => ticket.Number).ShouldBe(Enumerable.Range(1, 50 * EachTakes).Select(n => $"A{n:D3}"));
        inOrder.Select(ticket => ticket.IssuedAt).ShouldBeInOrder();
        taken.ShouldAllBe(tickets => tickets.SequenceEqual(tickets.OrderBy(ticket => ticket.Number)));
    }

    [Fact]
    public async Task One_key_on_both_replicas_is_one_ticket()
    {
        var site = await hall.OpenSiteAsync();
        var kiosks = new[] { hall.First, hall.Second }.Select(replica => Caller.Kiosk(replica, site)).ToArray();

        var key = Key();
        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => kiosks[i % 2].TryIssueAsync(key)));

        var tickets = (await Task.WhenAll(responses.Select(response => response.ReadAsync<Slip>()))).Select(slip => slip.Ticket).ToArray();
        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.Created);
        tickets.Select(ticket => ticket.TicketId).Distinct().ShouldHaveSingleItem();
        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site", new { site })).ShouldBe(1);
        (await hall.EventsAsync("TicketIssued", tickets[0].TicketId)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_is_not_for_another_request()
    {
        var key = Key();
        var site = await hall.OpenSiteAsync();
        (await Caller.Kiosk(hall.First, site).TryIssueAsync(key)).EnsureSuccessStatusCode();

        using var other = await Caller.Kiosk(hall.Second, site).TryIssueAsync(key, item: "another-item");

        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency.key-reused");
    }

    [Fact]
    public async Task Numbers_start_again_at_midnight_in_China()
    {
        var site = await hall.OpenSiteAsync();
        var clock = new FakeTimeProvider(new DateTimeOffset(2019, 10, 21, 23, 59, 59, TimeSpan.FromHours(8)));
        await using var replica = hall.Replica(clock);
        var kiosk = Caller.Kiosk(replica, site);

        var lastButOne = await kiosk.IssueAsync();
        var last = await kiosk.IssueAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        var first = await kiosk.IssueAsync();

        new[] { lastButOne, last, first }.Select(ticket => ticket.Number).ShouldBe(["A001", "A002", "A001"]);
        (await Caller.Teller(replica, site).CallAsync(1)).TicketId.ShouldBe(first.TicketId, "yesterday's visitors have gone home");
    }

    [Fact]
    public async Task A_clock_that_is_behind_does_not_jump_the_queue()
    {
        var site = await hall.OpenSiteAsync();
        var noon = new DateTimeOffset(2019, 10, 21, 12, 0, 0, TimeSpan.FromHours(8));
        await using var right = hall.Replica(new FakeTimeProvider(noon));
        await using var behind = hall.Replica(new FakeTimeProvider(noon.AddSeconds(-5)));

        var earlier = await Caller.Kiosk(right, site).IssueAsync();
        var later = await Caller.Kiosk(behind, site).IssueAsync();

        later.IssuedAt.ShouldBe(earlier.IssuedAt);
        (await Caller.Teller(behind, site).CallAsync(1)).TicketId.ShouldBe(earlier.TicketId);
    }

    [Fact]
    public async Task After_999_a_number_has_four_digits()
    {
        var site = await hall.OpenSiteAsync();
        var day = Contracts.Hall.DayOf(TimeProvider.System.GetUtcNow());
        await hall.ScalarAsync<object>("insert into ticket_counters values (@site, @day, 'A', 998, 'epoch') returning 1", new { site, day });

        var kiosk = Caller.Kiosk(hall.First, site);

        (await kiosk.IssueAsync()).Number.ShouldBe("A999");
        (await kiosk.IssueAsync()).Number.ShouldBe("A1000");
    }

    [Theory]
    [InlineData("""{"items":["a","b","a"]}""", "ticket.item-twice")]
    [InlineData("""{"items":["a\u0000"]}""", "ticket.item-code")]
    [InlineData("""{"items":["Upper"]}""", "ticket.item-code")]
    [InlineData("""{"items":["a\n"]}""", "ticket.item-code")]
    [InlineData("""{"items":["补贴"]}""", "ticket.item-code")]
    [InlineData("""{"items":[""]}""", "ticket.item-code")]
    [InlineData("""{"items":[null]}""", "ticket.item-code")]
    [InlineData("""{"items":["a"],"zone":"\u0000"}""", "zone.code")]
    [InlineData("""{"items":["a"],"colour":"red"}""", "request.json")]
    [InlineData("""{"items":["a"],"items":["b"]}""", "request.json")]
    [InlineData("""{"items":null}""", "request.json")]
    [InlineData("""{"items":"a"}""", "request.json")]
    [InlineData("""{}""", "request.json")]
    [InlineData("""{"items":[""", "request.json")]
    [InlineData("", "request.malformed")]
    public async Task Bad_bodies_are_refused(string body, string code)
    {
        var site = await hall.OpenSiteAsync();

        using var response = await Caller.Kiosk(hall.First, site).PostAsync($"/sites/{site}/tickets", body, Key());

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        (await hall.ScalarAsync<long>("select count(*) from tickets where site = @site", new { site })).ShouldBe(0);
    }

    [Theory]
    [InlineData(20, 64, true)]
    [InlineData(21, 64, false)]
    [InlineData(1, 65, false)]
    public async Task Up_to_20_items_of_64_characters(int count, int length, bool taken)
    {
        var site = await hall.OpenSiteAsync();
        var items = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i.ToString().PadLeft(length, '0')}\""));

        using var response = await Caller.Kiosk(hall.First, site).PostAsync($"/sites/{site}/tickets", $$"""{"items":[{{items}}]}""", Key());

        response.StatusCode.ShouldBe(taken ? HttpStatusCode.Created : HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_request_without_a_key_is_refused()
    {
        var site = await hall.OpenSiteAsync();

        using var response = await Caller.Kiosk(hall.First, site).PostAsync($"/sites/{site}/tickets", """{"items":["a"]}""");

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "idempotency.key-missing");
    }

    [Fact]
    public async Task A_zone_that_is_not_there_is_404()
    {
        var site = await hall.OpenSiteAsync();
        var kiosk = Caller.Kiosk(hall.First, site);

        using var zone = await kiosk.PostAsync($"/sites/{site}/tickets", """{"items":["a"],"zone":"nowhere"}""", Key());
        using var elsewhere = await Caller.Kiosk(hall.First, "no-such-site").PostAsync("/sites/no-such-site/tickets", """{"items":["a"]}""", Key());

        await zone.ShouldBeProblemAsync(HttpStatusCode.NotFound, "zone.unknown");
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "site.unknown");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, "http.401")]
    [InlineData("name=x; site=*", HttpStatusCode.Forbidden, "http.403")]
    [InlineData("role=board; name=b; site=*", HttpStatusCode.Forbidden, "http.403")]
    [InlineData("role=kiosk; name=k; site=wendeng-hall", HttpStatusCode.Forbidden, "site.foreign")]
    public async Task Others_take_no_number(string? header, HttpStatusCode status, string code)
    {
        var site = await hall.OpenSiteAsync();
        using var client = Caller.Client(hall.First, header);
        using var body = new StringContent("""{"items":["a"]}""", System.Text.Encoding.UTF8, "application/json");
        body.Headers.Add("Idempotency-Key", Key());

        using var response = await client.PostAsync(new Uri($"/sites/{site}/tickets", UriKind.Relative), body);

        await response.ShouldBeProblemAsync(status, code);
    }

    private static string Key() => Guid.CreateVersion7().ToString();
}
