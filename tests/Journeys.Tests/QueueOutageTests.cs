using System.Diagnostics;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Playwright;
using Npgsql;
using Wenden.Contracts.Identity;
using Wenden.Demo;
using Wenden.Fixture;
using Wenden.Journeys.Tests.Security;
using Wenden.PlainHost.Halls;

namespace Wenden.Journeys.Tests;

/// <summary>The queue away in the middle of a morning, in a hall of its own: the kiosks go on.</summary>
[Collection(nameof(AloneInTheHall))]
public sealed class QueueOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan _outage = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("wenden-outage-").FullName;
    private PlainHall _hall = null!;

    public async ValueTask InitializeAsync() => _hall = await PlainHall.StartAsync(new HallOptions
    {
        DataFolder = _folder,
        ReplicasOf = new Dictionary<string, int> { ["queue"] = 2 },
        AsOf = new DateTimeOffset(2019, 10, 21, 8, 30, 0, Contracts.Hall.Offset),
        Durable = false,
        Only = ["queue", "identity", "portal"],
    });

    [Fact]
    public async Task Three_kiosks_give_numbers_while_the_queue_is_away_for_two_minutes()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumProgram.Path, Args = ChromiumProgram.Arguments });
        var kiosks = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => SetUpAsync(browser, $"kiosk-{number}")));
        List<string> before = [await TakeAsync(kiosks[0]), await TakeAsync(kiosks[1])];

        List<string> given = [];
        await Task.WhenAll(_hall.StopAsync("queue", replica: 0), _hall.StopAsync("queue", replica: 1));
        for (var stopped = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(stopped) < _outage;)
        {
            given.Add(await TakeAsync(kiosks[given.Count % kiosks.Length]));
            // As visitors come on a busy morning; the block of a kiosk lasts longer than the outage.
            await Task.Delay(TimeSpan.FromSeconds(3));
        }

        await Task.WhenAll(_hall.StartAsync("queue", replica: 0), _hall.StartAsync("queue", replica: 1));
        foreach (var kiosk in kiosks)
            await kiosk.Locator(".owed").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 60_000 });
        var after = await TakeAsync(kiosks[2]);

        given.Count.ShouldBeGreaterThan(9);
        given.Distinct().Count().ShouldBe(given.Count);
        await using var database = new NpgsqlConnection(_hall.Databases["queuedb"].ConnectionString);
        (await database.QueryAsync<string>("select number from tickets where state = 'waiting' order by turn_at"))
            .ShouldBe([.. before, .. given, after], "once each, by arrival");
        (await database.QueryAsync<string>(
            "select body ->> 'number' from (select type, body from outbox union all select type, body from outbox_sent) as events where type like '%.TicketIssued,%'"))
            .ShouldBe([.. before, .. given, after], ignoreOrder: true, "everybody is told once");
        (await database.QueryAsync<int>(
            """
            select given
              from ticket_counters as counter, generate_series(1, counter.last_number) as given
             where not exists (select from tickets where tickets.series = counter.series and sequence = given)
               and not exists (
                   select from leases
                    where leases.series = counter.series and given between first and last
                      and given > (select coalesce(max(sequence), 0) from tickets where tickets.lease_id = leases.lease_id))
            """)).ShouldBeEmpty("what is missing is the rest of a kiosk's block");
    }

    public async ValueTask DisposeAsync()
    {
        await _hall.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new kiosk, signed in, with a block of numbers in hand.</summary>
    private async Task<IPage> SetUpAsync(IBrowser browser, string name)
    {
        var secret = _hall.SecretOf("kiosk-1");
        if (name != "kiosk-1")
        {
            using var hall = new HallClient(_hall.Portal);
            using var answer = await hall.SendAsync(
                new Caller("operator", "o001", "*"), "", HttpMethod.Post, "/identity/devices",
                () => JsonContent.Create(new { name, role = "kiosk", site = SampleHall.Site, secret }), CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }

        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _hall.Portal.AbsoluteUri, Locale = "zh-CN" });
        context.SetDefaultTimeout(90_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/device");
        await page.FillAsync("#device", name);
        await page.FillAsync("#secret", secret);
        await page.ClickAsync("form[action='/device/sign-in'] button");
        await UntilGrantedAsync(name);
        for (var tries = 0; !await page.EvaluateAsync<bool>(KioskStore.HasBlock); tries++)
        {
            tries.ShouldBeLessThan(300, $"{name} has not written its block down");
            await Task.Delay(100);
        }

        return page;
    }

    /// <summary>Waits until the kiosk has asked for its block; from then on its store is there to be looked into.</summary>
    private async Task UntilGrantedAsync(string kiosk)
    {
        await using var database = new NpgsqlConnection(_hall.Databases["queuedb"].ConnectionString);
        for (var tries = 0; await database.ExecuteScalarAsync<long>("select count(*) from leases where kiosk = @kiosk", new { kiosk }) == 0; tries++)
        {
            tries.ShouldBeLessThan(1200, $"{kiosk} asks for no block");
            await Task.Delay(100);
        }
    }

    /// <summary>What one visitor does, who leaves the start page to the next.</summary>
    private static async Task<string> TakeAsync(IPage kiosk)
    {
        await kiosk.ClickAsync(".take.first");
        await kiosk.ClickAsync(".bar .take");
        var number = await kiosk.Locator("main .number").InnerTextAsync();
        await kiosk.ClickAsync(".bar .take");
        return number;
    }
}
