using Dapper;
using Npgsql;
using Wenden.Contracts.Queue;

namespace Wenden.Simulation;

/// <summary>What must hold in a queue's database whatever happened in the hall.</summary>
public static class Invariants
{
    private static readonly Dictionary<string, string[]> _arrows = new()
    {
        [TicketState.Waiting] = [TicketState.Called, TicketState.Cancelled],
        [TicketState.Called] = [TicketState.Serving, TicketState.Held, TicketState.Waiting, TicketState.Missed, TicketState.Finished, TicketState.Cancelled],
        [TicketState.Serving] = [TicketState.Held, TicketState.Waiting, TicketState.Finished, TicketState.Cancelled],
        [TicketState.Held] = [TicketState.Serving, TicketState.Waiting, TicketState.Finished, TicketState.Cancelled],
        [TicketState.Missed] = [TicketState.Waiting, TicketState.Cancelled],
        [TicketState.Finished] = [],
        [TicketState.Cancelled] = [],
    };

    /// <summary>Which do not hold; empty where all is well.</summary>
    public static async Task<IReadOnlyList<string>> BrokenAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        var events = (await connection.QueryAsync<Happened>(
            """select event_id as "EventId", ticket_id as "TicketId", change, state, site, "window" from ticket_events order by event_id""")).ToArray();
        List<string> broken = [.. events.GroupBy(happened => happened.TicketId).SelectMany(Visit), .. Windows(events)];
        foreach (var (what, sql) in _counts)
        {
            var count = await connection.ExecuteScalarAsync<long>(sql);
            if (count != 0)
                broken.Add($"{what}: {count}");
        }

        return broken;
    }

    private static readonly (string What, string Sql)[] _counts =
    [
        ("gaps in numbers", "select coalesce(sum(last - count), 0) from (select max(sequence) as last, count(*) as count from tickets where lease_id is null group by site, day, series) as series"),
        ("gaps in announcements", "select coalesce(sum(last - count), 0) from (select max(sequence) as last, count(*) as count from announcements group by site) as said"),
        ("calls that nobody can explain", "select (select count(*) from ticket_events where change = 'called') - (select count(*) from calls)"),
        ("calls that were not announced", "select (select count(*) from calls) - (select count(*) from announcements where not is_recall)"),
        ("calls that other services were not told of once",
            """
            select (select count(*) from ticket_events where change in ('called', 'resumed'))
                 - (select count(*) from (select type from outbox union all select type from outbox_sent) as sent where type like '%.TicketCalled,%')
            """),
        ("windows and tickets that do not agree",
            """
            select count(*)
              from windows
              full join (select * from tickets where state in ('called', 'serving')) as active
                on active.site = windows.site and active."window" = windows.number and active.ticket_id = windows.ticket_id and active.teller = windows.teller
             where (windows.ticket_id is null) <> (active.ticket_id is null)
            """),
        ("appointments beyond the capacity of their slot", "select count(*) from slots join sites using (site) where booked > (rules -> 'appointments' ->> 'capacity')::int"),
        ("identity numbers kept after the visit", "select count(*) from tickets where state in ('finished', 'cancelled', 'abandoned') and identity_number is not null"),
    ];

    private static IEnumerable<string> Visit(IGrouping<Guid, Happened> visit)
    {
        var states = visit.Select(happened => happened.State).ToArray();
        if (states[0] != TicketState.Waiting)
            yield return $"{visit.Key} began as {states[0]}";
        foreach (var (from, to) in states.Zip(states.Skip(1)).Where(step => step.First != step.Second && !_arrows[step.First].Contains(step.Second)))
            yield return $"{visit.Key} went from {from} to {to}";
        if (visit.Count(happened => happened.Change == "finished") > 1)
            yield return $"{visit.Key} was served twice";
    }

    /// <summary>Follows the windows through all events: no window ever has two visitors.</summary>
    private static IEnumerable<string> Windows(IEnumerable<Happened> events)
    {
        var at = new Dictionary<(string Site, int Window), Guid>();
        // A window's row is locked by whoever changes it, so the ids of its events rise with time.
        foreach (var happened in events)
        {
            foreach (var left in at.Where(pair => pair.Value == happened.TicketId).Select(pair => pair.Key).ToArray())
                at.Remove(left);
            if (happened.State is not (TicketState.Called or TicketState.Serving))
                continue;
            if (!at.TryAdd((happened.Site, happened.Window!.Value), happened.TicketId))
                yield return $"window {happened.Window} had two visitors at event {happened.EventId}";
        }
    }

    private sealed record Happened
    {
        public required long EventId { get; init; }

        public required Guid TicketId { get; init; }

        public required string Change { get; init; }

        public required string State { get; init; }

        public required string Site { get; init; }

        public int? Window { get; init; }
    }
}
