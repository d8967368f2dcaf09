using Dapper;
using Wenden.Contracts.Queue;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The kiosk on its screen of 1080 by 1920, against the real queue.</summary>
public sealed class KioskTests(Chromium chromium)
{
    private const string Card = "110101194901010077";

    [Fact]
    public async Task Three_touches_lead_to_a_number_whose_visitor_knows_only_the_group()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium, keepsItself: true);

        await kiosk.Page.ClickAsync(".take.first");
        await kiosk.Page.ClickAsync(".groups button >> nth=0");
        await kiosk.Page.ClickAsync(".bar .take");

        (await KioskScreen.NumberAsync(kiosk.Page)).ShouldBe("A001");
        (await kiosk.Page.Locator(".line").InnerTextAsync()).ShouldContain("0 人");
        (await kiosk.Page.Locator("figure svg").GetAttributeAsync("aria-label")).ShouldBe("手机扫码看排队");
        kiosk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_does_not_know_yet_needs_two_touches()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);

        await kiosk.Page.ClickAsync(".take.first");
        await kiosk.Page.ClickAsync(".bar .take");

        (await KioskScreen.NumberAsync(kiosk.Page)).ShouldBe("A001");
    }

    [Fact]
    public async Task An_item_is_found_by_its_initials_and_its_papers_are_named()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);

        await kiosk.Page.ClickAsync(".take.first");
        await kiosk.Page.ClickAsync(".to-search");
        foreach (var key in "JYKNRY")
            await kiosk.Page.Locator(".keys").GetByText(key.ToString(), new() { Exact = true }).ClickAsync();
        await kiosk.Page.ClickAsync(".items button");
        await kiosk.Page.ClickAsync(".bar .take");

        (await KioskScreen.NumberAsync(kiosk.Page)).ShouldBe("A001");
        (await kiosk.Page.Locator("main .papers").InnerTextAsync()).ShouldContain("居民身份证");
        (await chromium.Queue.ScalarAsync<string>("select items[1] from tickets where site = @site", new { site = kiosk.Site })).ShouldBe("item-1");
    }

    [Fact]
    public async Task A_card_on_the_reader_begins_and_stays_masked()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);

        // As from a card reader: all pressed at once, however long the page takes over each.
        await kiosk.Page.EvaluateAsync(
            "keys => keys.map(key => new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })).forEach(event => document.dispatchEvent(event))",
            Card.Select(key => key.ToString()).Append("Enter").ToArray());
        (await kiosk.Page.Locator("button.identity").InnerTextAsync()).ShouldContain("110101********0077");
        (await kiosk.Page.Locator("body").InnerTextAsync()).ShouldNotContain(Card);
        await kiosk.Page.ClickAsync(".bar .take");

        await KioskScreen.NumberAsync(kiosk.Page);
        (await chromium.Queue.ScalarAsync<string>("select class from tickets where site = @site", new { site = kiosk.Site })).ShouldBe(VisitorClass.Elder);
    }

    [Fact]
    public async Task A_number_typed_on_the_pad_is_checked()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);
        await kiosk.Page.ClickAsync(".take.first");
        await kiosk.Page.ClickAsync("button.identity");

        await KioskScreen.TypeAsync(kiosk.Page, Card[..17] + "0");
        await kiosk.Page.ClickAsync(".done");
        await kiosk.Page.Locator("main [role=alert]").WaitForAsync();
        await kiosk.Page.ClickAsync(".pad .delete");
        await KioskScreen.TypeAsync(kiosk.Page, Card[17..]);
        await kiosk.Page.ClickAsync(".done");

        await kiosk.Page.Locator("button.identity", new() { HasText = "********" }).WaitForAsync();
    }

    [Fact]
    public async Task A_class_is_one_touch_and_takes_the_number()
    {
        await using var kiosk = await KioskScreen.StartAsync(chromium);

        await kiosk.Page.ClickAsync(".take.first");
        await kiosk.Page.ClickAsync(".priority");
        await kiosk.Page.ClickAsync(".classes .pregnant");

        await KioskScreen.NumberAsync(kiosk.Page);
        (await chromium.Queue.ScalarAsync<string>("select class from tickets where site = @site", new { site = kiosk.Site })).ShouldBe(VisitorClass.Pregnant);
    }

    [Fact]
    public async Task An_appointment_becomes_a_number_by_its_code()
    {
        await using var kiosk = await KioskScreen.StartAsync(
            chromium, rules: """{"appointments":{"slotMinutes":30,"capacity":6,"daysAhead":14,"earlyMinutes":600,"graceMinutes":600}}""");
        await using (var connection = await chromium.Queue.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await connection.ExecuteAsync(
                """
                insert into appointments (site, appointment_id, zone, starts_at, items, state, code, booked_by, booked_at)
                select @Site, gen_random_uuid(), 'comprehensive', '2019-10-21 09:00+08', '{}', 'booked', '20191021', 't001', '2019-10-20 09:00+08'
                """, new { kiosk.Site });
        }

        await kiosk.Page.ClickAsync(".appointment");
        await KioskScreen.TypeAsync(kiosk.Page, "20191021");
        await kiosk.Page.ClickAsync(".done");

        (await KioskScreen.NumberAsync(kiosk.Page)).ShouldBe("A001");
    }

    [Fact]
    public async Task The_page_is_for_kiosks_and_its_policy_lets_nothing_else_run()
    {
        await using var teller = await chromium.OpenAsync(Account.Of("teller"));
        (await teller.GoAsync("/kiosk")).Status.ShouldBe(403);
        (await teller.Page.GotoAsync("/kiosk/index.html"))!.Status.ShouldBe(403);

        await using var kiosk = await chromium.OpenAsync(Account.Of("kiosk"), Size.Kiosk);
        var answer = (await kiosk.Page.GotoAsync("/kiosk"))!;
        answer.Status.ShouldBe(200);
        (await answer.HeaderValueAsync("content-security-policy"))!.ShouldContain("script-src 'self' 'wasm-unsafe-eval';");
    }
}
