using System.Net;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Sites;

/// <summary>When numbers are given out, and how many.</summary>
public sealed class OpeningTests(QueueHall hall)
{
    private static readonly SiteRules _hours = new() { Opens = new TimeOnly(8, 30), Closes = new TimeOnly(17, 0), LastNumberMinutes = 15 };

    [Theory]
    [InlineData("2019-10-21T08:29:59", "site.not-open-yet")]
    [InlineData("2019-10-21T08:30:00", null)]
    [InlineData("2019-10-21T16:44:59", null)]
    [InlineData("2019-10-21T16:45:00", "site.last-number")]
    [InlineData("2019-10-19T10:00:00", "site.closed-today")] // Saturday
    [InlineData("2019-10-12T10:00:00", null)] // Saturday, made a working day for the National Day
    [InlineData("2019-10-07T10:00:00", "site.closed-today")] // National Day
    public async Task Numbers_are_given_out_in_opening_hours(string time, string? code)
    {
        var site = await hall.OpenSiteAsync(rules: _hours);
        await using var replica = hall.Replica(new FakeTimeProvider(new DateTimeOffset(DateTime.Parse(time, null), Hall.Offset)));

        using var response = await Caller.Kiosk(replica, site).TryIssueAsync();

        if (code is null)
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
        else
            await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task A_daily_cap_is_not_overshot_by_fifty_kiosks()
    {
        var site = await hall.OpenSiteAsync(rules: new SiteRules { Caps = new() { ["subsidy-4050"] = 10, ["retirement"] = 1000 } });
        var kiosks = Enumerable.Range(0, 50).Select(i => Caller.Kiosk(i % 2 == 0 ? hall.First : hall.Second, site, $"k{i}"));

        var responses = await Task.WhenAll(kiosks.Select(kiosk => kiosk.PostAsync(
            $"/sites/{site}/tickets", """{"items":["subsidy-4050","retirement"]}""", Guid.CreateVersion7().ToString())));

        responses.Count(response => response.StatusCode == HttpStatusCode.Created).ShouldBe(10);
        foreach (var refused in responses.Where(response => !response.IsSuccessStatusCode))
            (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.cap-reached")).GetProperty("item").GetString().ShouldBe("subsidy-4050");
        var last = await Caller.Kiosk(hall.First, site).TryIssueAsync(item: "retirement");
        (await last.ReadAsync<Slip>()).Ticket.Number.ShouldBe("A011", "the refused ones left no gap");
        (await hall.ScalarAsync<int>("select count from item_counters where site = @site and item = 'retirement'", new { site })).ShouldBe(11);
    }

    [Fact]
    public async Task A_closed_zone_gives_no_numbers_but_calls_who_waits()
    {
        var site = await hall.OpenSiteAsync();
        var manager = new Caller(hall.First, Roles.SiteManager, "m1", site);
        var kiosk = Caller.Kiosk(hall.Second, site);
        var waiting = await kiosk.IssueAsync();

        (await manager.PostAsync($"/sites/{site}/zones/comprehensive/close")).EnsureSuccessStatusCode();
        using var refused = await kiosk.TryIssueAsync();
        var called = await Caller.Teller(hall.First, site).CallAsync(1);
        (await manager.PostAsync($"/sites/{site}/zones/comprehensive/open")).EnsureSuccessStatusCode();
        var next = await kiosk.IssueAsync();

        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "zone.closed");
        called.TicketId.ShouldBe(waiting.TicketId);
        next.Number.ShouldBe("A002");
    }

    [Theory]
    [InlineData("done-at-once", "comprehensive")]
    [InlineData("takes-days", "review")]
    [InlineData("special", "special")]
    public void The_zone_follows_from_the_items(string item, string zone)
    {
        var known = new KnownSite
        {
            Site = "s",
            Name = "s",
            Rules = new SiteRules(),
            Zones =
            [
                new KnownZone { Zone = "special", Series = "C", Takes = "listed", Items = ["special"] },
                new KnownZone { Zone = "comprehensive", Series = "A", Takes = "instant", Items = [] },
                new KnownZone { Zone = "review", Series = "B", Takes = "any", Items = [] },
            ],
        };

        known.ZoneFor([item], areInstant: item == "done-at-once")!.Zone.ShouldBe(zone);
        known.ZoneFor([item, "takes-days"], areInstant: false)!.Zone.ShouldBe("review");
        known.ZoneFor([], areInstant: true)!.Zone.ShouldBe("comprehensive", "whoever does not know yet goes to a comprehensive teller");
    }
}
