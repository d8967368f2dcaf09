using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Wenden.Contracts.Queue;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Bench;

/// <summary>Numbers and calls: rates beside those of the bare database, and a hall of 200 tellers, 50 kiosks and 20 boards.</summary>
internal static class QueueBench
{
    private const int Rounds = 4;
    private const int WarmUpSeconds = 10;
    private const double WantedRatio = 0.6;
    private const double WantedP95 = 50;
    private const double WantedBoard = 200;
    private const int Tellers = 200;
    private const int Kiosks = 50;
    private const int Boards = 20;
    private const int CallsPerSecond = 100;

    /// <summary>The rates of the service and of the database alone, per second.</summary>
    private delegate Task<(double Rate, double Baseline)> Measure(BenchHall hall, int clients, int seconds, Latencies latencies);

    private static readonly object _items = new { items = new[] { "a" } };

    public static async Task RunAsync(int seconds, int loadSeconds, TextWriter output)
    {
        await using var hall = await BenchHall.StartAsync();
        // Code and plans warm before anything is measured.
        await IssueAsync(hall, 16, WarmUpSeconds, new Latencies());
        await CallAsync(hall, 16, WarmUpSeconds, new Latencies());

        await output.WriteLineAsync($"Over HTTP, with authentication, outbox and telemetry; {Environment.ProcessorCount} cores for client, service and database together");
        await output.WriteLineAsync("           clients    rate/s                                       pgbench/s   ratio");
        foreach (var (name, measure) in new (string, Measure)[] { ("issue", IssueAsync), ("call", CallAsync) })
        {
            foreach (var clients in new[] { 1, 16, 64 })
            {
                var (rate, baseline, latencies) = await CompareAsync(measure, hall, clients, seconds);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"  {name,-8} {clients,7} {rate,9:F0}   {latencies}  {baseline,9:F0}   {rate / baseline,5:F2} {Judge(rate / baseline >= WantedRatio)}"));
            }
        }

        if (loadSeconds > 0)
            await LoadAsync(hall, loadSeconds, output);
    }

    private static string Judge(bool reached) => reached ? "reached" : "NOT reached";

    /// <summary>Service and database alone take turns, so that what else the machine does meets both.</summary>
    private static async Task<(double Rate, double Baseline, Latencies Latencies)> CompareAsync(Measure measure, BenchHall hall, int clients, int seconds)
    {
        var (rate, baseline, latencies) = (0.0, 0.0, new Latencies());
        for (var round = 0; round < Rounds; round++)
        {
            var (own, alone) = await measure(hall, clients, Math.Max(1, seconds / Rounds), latencies);
            (rate, baseline) = (rate + (own / Rounds), baseline + (alone / Rounds));
        }

        return (rate, baseline, latencies);
    }

    private static async Task<(double Rate, double Baseline)> IssueAsync(BenchHall hall, int clients, int seconds, Latencies latencies)
    {
        var sites = await SitesAsync(hall, clients, waiting: 0);
        var rate = await RepeatAsync(clients, seconds, client => hall.PostAsync<Slip>(Roles.Kiosk, "k1", sites[client], "tickets", _items, latencies));
        var others = await SitesAsync(hall, clients, waiting: 0);
        return (rate, await hall.BaselineAsync(Pgbench.Issue("bench-", Number(others[0])), clients, seconds));
    }

    /// <summary>The visit ends after each call, or there could be no next; only the calls' times count, and rates are of both together.</summary>
    private static async Task<(double Rate, double Baseline)> CallAsync(BenchHall hall, int clients, int seconds, Latencies latencies)
    {
        var waiting = 300 + (1500 * seconds / clients);
        var sites = await SitesAsync(hall, clients, waiting);
        var rate = await RepeatAsync(clients, seconds, async client =>
        {
            var called = await hall.PostAsync<Ticket>(Roles.Teller, "t1", sites[client], "windows/1/call-next", null, latencies)
                ?? throw new InvalidOperationException("The line ran dry.");
            await hall.PostAsync<Ticket>(Roles.Teller, "t1", sites[client], $"tickets/{called.TicketId}/finish", null, null);
        });
        var others = await SitesAsync(hall, clients, waiting);
        return (rate, await hall.BaselineAsync(Pgbench.CallAndFinish("bench-", Number(others[0])), clients, seconds));
    }

    private static async Task<IReadOnlyList<string>> SitesAsync(BenchHall hall, int count, int waiting)
    {
        List<string> sites = [];
        for (var i = 0; i < count; i++)
            sites.Add(await hall.OpenSiteAsync(1, waiting));
        await hall.AnalyseAsync();
        return sites;
    }

    private static int Number(string site) => int.Parse(site.AsSpan("bench-".Length), CultureInfo.InvariantCulture);

    private static async Task<double> RepeatAsync(int clients, int seconds, Func<int, Task> act)
    {
        var (count, started) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (started.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                await act(client);
                Interlocked.Increment(ref count);
            }
        })));
        return count / started.Elapsed.TotalSeconds;
    }

    private static async Task LoadAsync(BenchHall hall, int seconds, TextWriter output)
    {
        var site = await hall.OpenSiteAsync(Tellers, waiting: 300);
        await hall.AnalyseAsync();
        var (issues, calls, delays) = (new Latencies(), new Latencies(), new Latencies());
        var clicked = new ConcurrentDictionary<string, long>();
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var boards = Enumerable.Range(0, Boards).Select(_ => FollowAsync(hall, site, clicked, delays, over.Token)).ToArray();
        var cycle = TimeSpan.FromSeconds((double)Tellers / CallsPerSecond);
        var tellers = Enumerable.Range(1, Tellers).Select(window => PaceAsync(cycle, window, async () =>
        {
            var sent = Stopwatch.GetTimestamp();
            if (await hall.PostAsync<Ticket>(Roles.Teller, $"t{window}", site, $"windows/{window}/call-next", null, calls) is not { } called)
                return;
            clicked[called.Number] = sent;
            await Task.Delay(cycle / 3);
            await hall.PostAsync<Ticket>(Roles.Teller, $"t{window}", site, $"tickets/{called.TicketId}/finish", null, null);
        }, over.Token));
        var pause = TimeSpan.FromSeconds((double)Kiosks / CallsPerSecond);
        var kiosks = Enumerable.Range(1, Kiosks).Select(kiosk => PaceAsync(pause, kiosk, () => hall.PostAsync<Slip>(Roles.Kiosk, $"k{kiosk}", site, "tickets", _items, issues), over.Token));
        await Task.WhenAll([.. tellers, .. kiosks]);
        await Task.WhenAll(boards);

        await output.WriteLineAsync($"A hall of {Tellers} tellers, {Kiosks} kiosks and {Boards} boards for {seconds} s, {CallsPerSecond} calls and as many numbers a second wanted");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  issue   {(double)issues.Count / seconds,6:F0}/s  {issues}"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  call    {(double)calls.Count / seconds,6:F0}/s  {calls}  {Judge(calls.At(0.95) < WantedP95)}: p95 under {WantedP95} ms"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  board   {(double)delays.Count / seconds,6:F0}/s  {delays}  {Judge(delays.At(0.95) < WantedBoard)}: p95 of click to board under {WantedBoard} ms"));
    }

    /// <summary>Acts so often, beginning at a moment of its own; nobody who is late makes up for it.</summary>
    private static async Task PaceAsync(TimeSpan cycle, int number, Func<Task> act, CancellationToken over)
    {
        await Task.Delay(cycle * (number * 0.618 % 1), CancellationToken.None);
        while (!over.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            await act();
            var left = cycle - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, CancellationToken.None);
        }
    }

    private static async Task FollowAsync(BenchHall hall, string site, ConcurrentDictionary<string, long> clicked, Latencies delays, CancellationToken over)
    {
        try
        {
            await using var stream = await hall.FollowAsync(site, over);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(over))
            {
                if (item.EventType != "announcement")
                    continue;
                var number = JsonSerializer.Deserialize<Announcement>(item.Data, HallJson.Options)!.Number;
                // The board may hear of a call before its teller has the answer.
                for (var i = 0; i < 200 && !clicked.ContainsKey(number); i++)
                    await Task.Delay(1, over);
                if (clicked.TryGetValue(number, out var sent))
                    delays.Add(Stopwatch.GetElapsedTime(sent));
            }
        }
        catch (Exception exception) when (over.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The measurement is over.
        }
    }
}
