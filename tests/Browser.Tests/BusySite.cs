using Dapper;
using Wenden.Contracts.Queue;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>A site in the middle of a day: some are served, many wait, one is held, one is missed.</summary>
public sealed class BusySite
{
    /// <summary>A teller with a visitor at window 3.</summary>
    public required Account Serving { get; init; }

    /// <summary>A teller at window 5 whose visitor has been called just now, for two items.</summary>
    public required Account Calling { get; init; }

    /// <summary>Ends the address of the page of one who waits.</summary>
    public required string Waiting { get; init; }

    /// <summary>The same of one who is called.</summary>
    public required string Called { get; init; }

    /// <summary>The same of one who was missed.</summary>
    public required string Missed { get; init; }

    /// <summary>A day with two peaks, as its events were recorded.</summary>
    internal static async Task RecordDayAsync(RealQueue queue, string site, DateOnly day)
    {
        await using var connection = await queue.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            with plan (hour, visitors, wait) as (
                values (8, 40, 6), (9, 92, 14), (10, 110, 22), (11, 70, 18), (12, 30, 6), (13, 60, 9), (14, 95, 17), (15, 80, 13), (16, 35, 5)),
            visitors as (
                select gen_random_uuid() as ticket_id, hour, i, wait * (0.4 + (i % 10) / 8.0) as waited,
                       @day::date::timestamp at time zone interval '8 hours' + (hour + i::numeric / visitors) * interval '1 hour' as came,
                       case when i % 17 = 0 then 'missed' when i % 29 = 0 then 'cancelled' else 'finished' end as ending
                  from plan, generate_series(0, visitors - 1) as i)
            insert into ticket_events (site, day, ticket_id, change, at, state, number, zone, "window", class, items, results)
            select @site, @day, ticket_id, change, came + minutes * interval '1 minute', state, 'A' || to_char(hour * 100 + i, 'FM0000'), 'comprehensive',
                   case when step > 1 then (i * 7 + hour) % 14 + 1 end, 'ordinary', array['item-' || i * i % 9 + 1], '{}'
              from visitors,
                   lateral (values (1, 'issued', 'waiting', 0), (2, 'called', 'called', waited), (3, 'started', 'serving', waited + 0.5), (4, ending, ending, waited + 4 + i % 9))
                       as steps (step, change, state, minutes)
             order by ticket_id, step
            """, new { site, day });
    }

    internal static async Task<BusySite> FillAsync(RealQueue queue, string site)
    {
        string[] classes = [VisitorClass.Ordinary, VisitorClass.Ordinary, VisitorClass.Pregnant, VisitorClass.Ordinary, VisitorClass.Disabled];
        var slips = new List<Slip>();
        for (var i = 0; i < 48; i++)
            slips.Add(await queue.TakeAsync(site, null, classes[i % classes.Length], i % 4 == 0 ? ["item-1", $"item-{i + 2}"] : [$"item-{i + 1}"]));
        // They did not all come in the same second.
        await using (var connection = await queue.Database.OpenConnectionAsync())
            await connection.ExecuteAsync("update tickets set issued_at = issued_at - (60 - sequence) * interval '40 seconds', arrived_at = arrived_at - (60 - sequence) * interval '40 seconds', turn_at = turn_at - (60 - sequence) * interval '40 seconds' where site = @site", new { site });

        foreach (var window in new[] { 1, 2, 8, 9, 11 })
        {
            var (other, ticket) = await queue.ServeAsync(site, window);
            if (window < 8)
                await queue.DoAsync(other, $"tickets/{ticket}/finish");
            if (window == 2)
                await queue.DoAsync(other, "windows/2/pause", new { reason = "短暂休息" });
        }

        var (missing, missed) = await queue.ServeAsync(site, 12, starts: false);
        foreach (var step in new[] { "recall", "recall", "miss" })
            await queue.DoAsync(missing, $"tickets/{missed}/{step}");
        var (serving, held) = await queue.ServeAsync(site, 3);
        await queue.DoAsync(serving, $"tickets/{held}/hold", new { reason = "来人去取材料" });
        var next = (await queue.DoAsync(serving, "windows/3/call-next")).GetProperty("ticketId").GetGuid();
        await queue.DoAsync(serving, $"tickets/{next}/start");
        await queue.DoAsync(serving, $"tickets/{next}/items", new { items = new[] { "item-1", "item-7", "item-90" } });
        foreach (var window in new[] { 6, 7, 13 })
            await queue.ServeAsync(site, window, starts: false);
        await using (var connection = await queue.Database.OpenConnectionAsync())
            await connection.ExecuteAsync("update sites set message = '办理退休申报请到 16 号窗口' where site = @site", new { site });
        var (calling, called) = await queue.ServeAsync(site, 5, starts: false);
        await queue.DoAsync(calling, $"tickets/{called}/items", new { items = new[] { "item-1", "item-12" } });
        return new BusySite
        {
            Serving = serving, Calling = calling, Waiting = slips[^1].Link, Called = LinkOf(called), Missed = LinkOf(missed),
        };

        string LinkOf(Guid ticket) => slips.Single(slip => slip.Ticket.TicketId == ticket).Link;
    }
}
