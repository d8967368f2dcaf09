using System.Collections.Concurrent;
using System.Net;
using Dapper;
using Npgsql;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Simulation;

namespace Wenden.Queue.Tests.Tickets;

/// <summary>Everybody does anything at once on two replicas, each of which is killed in the middle and started again.</summary>
public sealed class ManyAtOnceTests
{
    private const int Operations = 10_000;
    private const int Tellers = 18;
    private const int Kiosks = 6;
    private const string Site = "wendeng-hall";

    private static readonly string[] _steps = ["start", "start", "recall", "miss", "hold", "resume", "transfer", "items", "finish", "finish", "finish", "cancel", "return"];

    private readonly ConcurrentDictionary<Guid, string> _issued = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private int _done;

    [Fact]
    public async Task Of_10_000_commands_none_is_lost_or_done_twice()
    {
        var database = await TestServers.FreshDatabaseAsync("queuedb");
        var broker = await TestServers.FreshVirtualHostAsync();
        await QueueListener.BindAsync(broker);
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__queuedb"] = database,
            ["ConnectionStrings__rabbitmq"] = broker,
            ["Messaging__Services__0"] = "queue",
            ["Wenden__AsOf"] = "2019-10-21T09:00:00+08:00",
        };
        var replicas = await Task.WhenAll(
            ServiceProcess.StartAsync(typeof(Program).Assembly, settings), ServiceProcess.StartAsync(typeof(Program).Assembly, settings));
        try
        {
            var people = Enumerable.Range(1, Tellers).Select(number => TellAsync(replicas, number))
                .Concat(Enumerable.Range(1, Kiosks).Select(number => GiveNumbersAsync(replicas, number)));
            await Task.WhenAll([.. people, KillAsync(replicas[0], after: Operations / 4), KillAsync(replicas[1], after: Operations / 2)]);
        }
        finally
        {
            foreach (var replica in replicas)
                replica.Dispose();
        }

        _unexpected.ShouldBeEmpty();
        await using var source = NpgsqlDataSource.Create(database);
        await CheckAsync(source);
    }

    private async Task GiveNumbersAsync(ServiceProcess[] replicas, int number)
    {
        using var kiosk = new Person(replicas, $"role={Roles.Kiosk}; name=k{number}; site={Site}", seed: number);
        while (NextIsDue())
        {
            var visitorClass = VisitorClass.All[kiosk.Random.Next(VisitorClass.All.Count)];
            var (status, slip) = await kiosk.SendAsync<Slip>("tickets", $$"""{"items":["a"],"class":"{{visitorClass}}"}""");
            if (status == HttpStatusCode.Created)
                _issued.TryAdd(slip!.Ticket.TicketId, slip.Ticket.Number).ShouldBeTrue("the ticket was given out before");
            else
                _unexpected.Enqueue($"issue: {status}");
        }
    }

    private async Task TellAsync(ServiceProcess[] replicas, int number)
    {
        using var teller = new Person(replicas, $"role={Roles.Teller}; name=t{number}; site={Site}", seed: 100 + number);
        List<Guid> known = [];
        while (NextIsDue())
        {
            // Tellers come into each other's way: there are as many windows as tellers, and each picks any now and then.
            var window = teller.Random.Next(10) == 0 ? teller.Random.Next(1, Tellers + 1) : number;
            if (teller.Random.Next(3) == 0 || known.Count == 0)
            {
                var (called, ticket) = await teller.SendAsync<Ticket>($"windows/{window}/{(teller.Random.Next(4) == 0 ? "open" : "call-next")}");
                if (ticket is not null)
                    known.Add(ticket.TicketId);
                Expect(called, "window");
                continue;
            }

            var any = teller.Random.Next(5) == 0 && !_issued.IsEmpty;
            var target = any ? _issued.Keys.First() : known[^teller.Random.Next(1, Math.Min(3, known.Count) + 1)];
            var step = _steps[teller.Random.Next(_steps.Length)];
            var (status, _) = await teller.SendAsync<Ticket>($"tickets/{target}/{step}", step switch
            {
                "hold" => """{"reason":"复印"}""",
                "transfer" => $$"""{"window":{{teller.Random.Next(1, Tellers + 1)}}}""",
                "items" => """{"items":["a","b"]}""",
                _ => null,
            });
            Expect(status, step);
        }
    }

    private bool NextIsDue() => Interlocked.Increment(ref _done) <= Operations;

    private void Expect(HttpStatusCode status, string what)
    {
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.Conflict))
            _unexpected.Enqueue($"{what}: {status}");
    }

    private async Task KillAsync(ServiceProcess replica, int after)
    {
        while (Volatile.Read(ref _done) < after)
            await Task.Delay(20);
        replica.Kill();
        await replica.StartAgainAsync();
    }

    private async Task CheckAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        var tickets = (await connection.QueryAsync<(Guid Id, string Number)>("select ticket_id, number from tickets")).ToDictionary(row => row.Id, row => row.Number);
        tickets.ShouldBe(_issued, ignoreOrder: true, "every number that was given out is there, and no other");
        tickets.Values.OrderBy(number => number.Length).ThenBy(number => number, StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, tickets.Count).Select(n => $"B{n:D3}"), "without a gap");

        (await connection.ExecuteScalarAsync<long>("select count(*) from ticket_events")).ShouldBeGreaterThan(Operations / 4);
        (await Invariants.BrokenAsync(source)).ShouldBeEmpty();
    }

    /// <summary>Sends each command under a key of its own to either replica, and again, until one answers.</summary>
    private sealed class Person(ServiceProcess[] replicas, string caller, int seed) : IDisposable
    {
        private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

        public Random Random { get; } = new(seed);

        public async Task<(HttpStatusCode Status, T? Answer)> SendAsync<T>(string path, string? body = null)
            where T : class
        {
            var key = Guid.CreateVersion7().ToString();
            while (true)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(replicas[Random.Next(replicas.Length)].Address, $"/sites/{Site}/{path}"));
                request.Headers.Authorization = TestIssuer.Bearer(caller);
                request.Headers.Add("Idempotency-Key", key);
                if (body is not null)
                    request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                try
                {
                    using var response = await _http.SendAsync(request);
                    if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                        continue;
                    return (response.StatusCode, response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created && !path.EndsWith("open", StringComparison.Ordinal)
                        ? await response.ReadAsync<T>()
                        : null);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
                {
                    await Task.Delay(50);
                }
            }
        }

        public void Dispose() => _http.Dispose();
    }
}
