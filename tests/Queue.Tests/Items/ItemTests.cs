using System.Net;
using MassTransit;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Intake;
using Wenden.Contracts.Queue;
using Wenden.Queue.Tests.Windows;

namespace Wenden.Queue.Tests.Items;

/// <summary>What the queue knows of items, because Intake has told of them.</summary>
public sealed class ItemTests
{
    private const string Site = "wendeng-hall";

    [Fact]
    public async Task Zone_papers_and_known_codes_follow_the_catalogue_of_the_day()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2019, 10, 21, 9, 0, 0, Contracts.Hall.Offset));
        await using var queue = await QueueHall.AloneAsync(clock);
        var kiosk = Caller.Kiosk(queue, Site);
        await TellAsync(queue, new DateOnly(2019, 10, 1), Item("card-new", instant: true, "居民身份证"), Item("retirement", instant: false, "居民身份证", "户口簿"));
        await TellAsync(queue, new DateOnly(2019, 10, 22), Item("card-new", instant: false));
        await WindowTests.UntilAsync(async () =>
        {
            // What is known is looked up anew every few seconds of the clock.
            clock.Advance(TimeSpan.FromSeconds(4));
            return (await ReadAsync(kiosk)).Length == 2;
        });

        var instant = await IssueAsync(kiosk, "card-new");
        var both = await IssueAsync(kiosk, "card-new", "retirement");
        var open = await IssueAsync(kiosk);
        using var unknown = await kiosk.TryIssueAsync(item: "unheard-of");
        clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await IssueAsync(kiosk, "card-new");

        (instant.Ticket.Number, instant.Papers[0]).ShouldBe(("A001", "居民身份证"));
        both.Ticket.Number.ShouldBe("B001", "not all of it is done on the spot");
        both.Papers.ShouldBe(["居民身份证", "户口簿"]);
        open.Ticket.Number.ShouldBe("A002", "whoever does not know yet goes to a comprehensive teller");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ticket.item-unknown");
        tomorrow.Ticket.Number.ShouldBe("B001");
    }

    [Fact]
    public async Task An_enterprise_station_takes_its_own_items_alone()
    {
        const string Station = "station-first-textile";
        var clock = new FakeTimeProvider(new DateTimeOffset(2019, 10, 21, 9, 0, 0, Contracts.Hall.Offset));
        await using var queue = await QueueHall.AloneAsync(clock);
        var (kiosk, teller) = (Caller.Kiosk(queue, Station), Caller.Teller(queue, Station));
        await TellAsync(queue, new DateOnly(2019, 10, 1), Item("declaration", instant: true) with { Station = true }, Item("retirement", instant: false));
        await WindowTests.UntilAsync(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(4));
            return (await ReadAsync(Caller.Kiosk(queue, Site))).Length == 2;
        });

        var known = await ReadAsync(kiosk, Station);
        using var elsewhere = await kiosk.TryIssueAsync(item: "retirement");
        var taken = await IssueAtAsync(kiosk, Station, "declaration");
        using var open = await teller.TryOpenAsync(1);
        await teller.CallAsync(1);
        using var added = await teller.PostAsync($"/sites/{Station}/tickets/{taken.Ticket.TicketId}/items", """{"items":["declaration","retirement"]}""");
        using var sites = await kiosk.GetAsync($"/sites/{Station}");

        known.ShouldHaveSingleItem().Code.ShouldBe("declaration");
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ticket.item-unknown");
        taken.Ticket.Number.ShouldBe("A001");
        await added.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ticket.item-unknown");
        (await sites.ReadAsync<Contracts.Queue.Site>()).StationOf.ShouldBe("91371003YX9900001Y");
    }

    private static Task TellAsync(WebApplicationFactory<Program> queue, DateOnly from, params CatalogueItem[] items) =>
        queue.Services.GetRequiredService<IBus>().Publish(new CatalogueChanged { EffectiveFrom = from, Items = items });

    private static CatalogueItem Item(string code, bool instant, params string[] materials) => new()
    {
        Code = code, Number = code.Length, Name = code, NameEn = code, Group = "g", GroupName = "组", GroupNameEn = "Group", Instant = instant, Materials = materials,
        MaterialsEn = [],
    };

    private static async Task<Item[]> ReadAsync(Caller kiosk, string site = Site) => await (await kiosk.GetAsync($"/sites/{site}/items")).ReadAsync<Item[]>();

    private static Task<Slip> IssueAsync(Caller kiosk, params string[] items) => IssueAtAsync(kiosk, Site, items);

    private static async Task<Slip> IssueAtAsync(Caller kiosk, string site, params string[] items)
    {
        var list = string.Join(',', items.Select(item => $"\"{item}\""));
        using var response = await kiosk.PostAsync($"/sites/{site}/tickets", $$"""{"items":[{{list}}]}""", Guid.CreateVersion7().ToString());
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<Slip>();
    }
}
