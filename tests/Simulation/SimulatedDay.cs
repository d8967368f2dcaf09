using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Dapper;
using Npgsql;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Simulation;

/// <summary>
/// A day in the hall: visitors take numbers, wait, are called, missed, held and transferred, by the plan; all over HTTP, at two replicas of the real
/// queue, whose clock runs fast.
/// </summary>
internal sealed class SimulatedDay(DayPlan plan, double speed)
{
    public const string Site = "wendeng-hall";

    private static readonly Assembly _queue = Assembly.Load("Wenden.Queue");
    private static readonly TimeSpan _beforeRecall = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _held = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<Guid, SimulatedVisit> _visits = new();
    private FastClock _clock = null!;

    /// <summary>Lives through the day and tells of it.</summary>
    public async Task<DayReport> RunAsync()
    {
        var database = await TestServers.FreshDatabaseAsync("queuedb");
        var broker = await TestServers.FreshVirtualHostAsync();
        await QueueListener.BindAsync(broker);
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__queuedb"] = database,
            ["ConnectionStrings__rabbitmq"] = broker,
            ["Messaging__Services__0"] = "queue",
        };
        await using var source = NpgsqlDataSource.Create(database);
        using (await ServiceProcess.StartAsync(_queue, settings))
            await PrepareAsync(source);

        var start = new DateTime(2019, 10, 21).ToHall() + DayPlan.Begins;
        _clock = new FastClock(start, speed);
        settings["Wenden__AsOf"] = start.ToString("O");
        settings["Wenden__AsOfSince"] = _clock.Since.ToString("O");
        settings["Wenden__Speed"] = speed.ToString(CultureInfo.InvariantCulture);
        var replicas = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ServiceProcess.StartAsync(_queue, settings)));
        try
        {
            using var http = new HttpClient();
            var addresses = replicas.Select(replica => replica.Address).ToArray();
            using var over = new CancellationTokenSource();
            var tellers = plan.Tellers.Select(teller => TellAsync(teller, new QueueCaller(http, addresses, Site, $"role={Roles.Teller}; name=t{teller.Window}; site={Site}"), over.Token)).ToArray();
            var kiosk = new QueueCaller(http, addresses, Site, $"role={Roles.Kiosk}; name=k1; site={Site}");
            var desk = new QueueCaller(http, addresses, Site, $"role={Roles.Teller}; name=reception; site={Site}");
            await Task.WhenAll(plan.Visitors.Select(visitor => VisitAsync(visitor, kiosk, desk)));
            while (!_visits.Values.All(visit => visit.IsOver))
                await _clock.WaitAsync(TimeSpan.FromMinutes(1));
            await over.CancelAsync();
            await Task.WhenAll(tellers);
            var manager = new QueueCaller(http, addresses, Site, $"role={Roles.SiteManager}; name=m1; site={Site}");
            var statistics = await manager.GetAsync<SiteStatistics>("statistics?from=2019-10-21&to=2019-10-21");
            return new DayReport(plan, [.. _visits.Values], statistics, speed, await Invariants.BrokenAsync(source));
        }
        finally
        {
            foreach (var replica in replicas)
                replica.Dispose();
        }
    }

    /// <summary>A catalogue of the plan's items, and a skill that not every teller has.</summary>
    private async Task PrepareAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into items
            select '2019-01-01', code, number, code, code, 'all', '全部', 'All', instant, '{}', '{}'
              from unnest(@codes, @instant) with ordinality as item (code, instant, number);

            update sites set rules = rules || jsonb_build_object('skills', jsonb_build_object('injury', jsonb_build_array(@skilled))) where site = @Site;

            insert into tellers select @Site, teller, '{}' from unnest(@unskilled) as teller;
            """,
            new
            {
                codes = DayPlan.Items.Select(item => item.Code).ToArray(), instant = DayPlan.Items.Select(item => item.Minutes < 7).ToArray(),
                skilled = DayPlan.SkilledItem, Site, unskilled = plan.Tellers.Where(teller => !teller.IsSkilled).Select(teller => $"t{teller.Window}").ToArray(),
            });
    }

    private async Task VisitAsync(PlannedVisitor visitor, QueueCaller kiosk, QueueCaller desk)
    {
        Appointment? appointment = null;
        if (visitor.HasAppointment)
        {
            await _clock.WaitUntilAsync(DayPlan.Opens - TimeSpan.FromMinutes(2));
            // The last slot before they come.
            var slot = new DateTime(2019, 10, 21).ToHall() + TimeSpan.FromMinutes(Math.Floor(visitor.Comes.TotalMinutes / 30) * 30);
            (_, appointment) = await desk.PostAsync<Appointment>("appointments", new { startsAt = slot, visitor.Items });
        }

        await _clock.WaitUntilAsync(visitor.Comes);
        var (status, slip) = appointment is not null && _clock.Now - appointment.StartsAt < TimeSpan.FromMinutes(14)
            ? await kiosk.PostAsync<Slip>("appointments/check-in", new { appointment.Code })
            : await kiosk.PostAsync<Slip>("tickets", new { visitor.Items, visitor.Class });
        if (slip is null)
            throw new InvalidOperationException($"No number at {_clock.Time}: {status}");
        var visit = _visits[slip.Ticket.TicketId] = new SimulatedVisit(visitor, slip);
        await _clock.WaitAsync(visitor.Patience);
        if (!visit.WasCalled && (await kiosk.PostAsync<Ticket>($"tickets/{slip.Ticket.TicketId}/cancel")).Answer is not null)
            visit.IsOver = true;
    }

    private async Task TellAsync(PlannedTeller teller, QueueCaller caller, CancellationToken over)
    {
        await _clock.WaitUntilAsync(teller.Comes);
        var breaks = new Queue<(TimeSpan From, TimeSpan For)>(teller.Breaks.OrderBy(pause => pause.From));
        await caller.PostAsync<Window>($"windows/{teller.Window}/open");
        List<SimulatedVisit> held = [];
        while (!over.IsCancellationRequested)
        {
            if (breaks.TryPeek(out var pause) && _clock.Time >= pause.From)
            {
                breaks.Dequeue();
                await caller.PostAsync<Window>($"windows/{teller.Window}/pause", new { reason = "休息" });
                await _clock.WaitAsync(pause.For);
                await caller.PostAsync<Window>($"windows/{teller.Window}/resume");
            }

            if (held.Find(visit => visit.HeldUntil <= _clock.Now) is { } back)
            {
                held.Remove(back);
                await caller.PostAsync<Ticket>($"tickets/{back.Slip.Ticket.TicketId}/resume");
                await FinishAsync(caller, back, back.Visitor.Service / 2);
                continue;
            }

            var (_, ticket) = await caller.PostAsync<Ticket>($"windows/{teller.Window}/call-next");
            if (ticket is null)
            {
                await _clock.WaitAsync(_idle);
                continue;
            }

            if (await ServeAsync(teller, caller, ticket) is { } setAside)
                held.Add(setAside);
        }

        foreach (var visit in held)
            await FinishAsync(caller, visit, TimeSpan.Zero);
    }

    /// <summary>The visit where it is held.</summary>
    private async Task<SimulatedVisit?> ServeAsync(PlannedTeller teller, QueueCaller caller, Ticket ticket)
    {
        SimulatedVisit? visit;
        // The slip may still be on its way to the visitor.
        while (!_visits.TryGetValue(ticket.TicketId, out visit))
            await Task.Delay(1);
        var first = visit.Called(ticket);
        var path = $"tickets/{ticket.TicketId}";
        if (visit.Visitor.IsMissed && first)
        {
            for (var i = 0; i < 2; i++)
            {
                await _clock.WaitAsync(_beforeRecall);
                await caller.PostAsync<Ticket>($"{path}/recall");
            }

            await _clock.WaitAsync(_beforeRecall);
            await caller.PostAsync<Ticket>($"{path}/miss");
            if (visit.Visitor.ComesBack)
                _ = ComeBackAsync(caller, path);
            else
                visit.IsOver = true;
            return null;
        }

        await _clock.WaitAsync(visit.Visitor.Walk);
        await caller.PostAsync<Ticket>($"{path}/start");
        if (visit.Visitor.IsTransferred && first)
        {
            await _clock.WaitAsync(TimeSpan.FromMinutes(1.5));
            await caller.PostAsync<Ticket>($"{path}/transfer", new { zone = "review", reason = "需复核" });
            return null;
        }

        if (visit.Visitor.IsHeld && first)
        {
            await _clock.WaitAsync(visit.Visitor.Service / 2);
            await caller.PostAsync<Ticket>($"{path}/hold", new { reason = "复印材料" });
            visit.HeldUntil = _clock.Now + _held;
            return visit;
        }

        await FinishAsync(caller, visit, visit.Visitor.Service);
        return null;
    }

    private async Task FinishAsync(QueueCaller caller, SimulatedVisit visit, TimeSpan service)
    {
        await _clock.WaitAsync(service);
        await caller.PostAsync<Ticket>($"tickets/{visit.Slip.Ticket.TicketId}/finish");
        visit.IsOver = true;
        // The next visitor is called when the desk is clear again.
        await _clock.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task ComeBackAsync(QueueCaller caller, string path)
    {
        await _clock.WaitAsync(TimeSpan.FromMinutes(4));
        await caller.PostAsync<Ticket>($"{path}/return");
    }
}

/// <summary>A visitor in the hall.</summary>
internal sealed class SimulatedVisit(PlannedVisitor visitor, Slip slip)
{
    public PlannedVisitor Visitor => visitor;

    public Slip Slip => slip;

    public DateTimeOffset? FirstCall { get; private set; }

    public bool WasCalled => FirstCall is not null;

    public bool IsOver { get; set; }

    public DateTimeOffset HeldUntil { get; set; }

    /// <summary>Minutes from the number to the first call.</summary>
    public double? Wait => (FirstCall - slip.Ticket.IssuedAt)?.TotalMinutes;

    /// <summary>Whether this is the first call.</summary>
    public bool Called(Ticket ticket)
    {
        var first = FirstCall is null;
        FirstCall ??= ticket.CalledAt;
        return first;
    }
}
