using Wenden.Contracts.Queue;

namespace Wenden.Queue.Boards;

/// <summary>Reads what a board shows.</summary>
internal static class BoardView
{
    /// <summary>The present board; none where there is no such site.</summary>
    public static async Task<Board?> ReadAsync(NpgsqlConnection connection, string site, DateOnly day, CancellationToken ct)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select number, "window", state, called_at
              from tickets
             where site = @site and state in ('called', 'serving')
             order by called_at desc, sequence desc;

            select zones.series, zones.name as zone, count(ticket_id) as count, sites.message
              from sites
              join zones using (site)
              left join tickets on tickets.site = zones.site and tickets.zone = zones.zone and tickets.day = @day and tickets.state = 'waiting'
             where sites.site = @site
             group by sites.site, zones.site, zones.zone
             order by zones.position;
            """, new { site, day }, cancellationToken: ct));
        var called = (await results.ReadAsync<CalledTicket>()).AsList();
        string? message = null;
        var waiting = results.Read<WaitingCount, string?, WaitingCount>((count, text) =>
        {
            message = text;
            return count;
        }, "message").ToArray();
        return waiting.Length == 0 ? null : new Board { Site = site, Message = message, Called = called, Waiting = waiting };
    }

    /// <summary>Announcements of the site after <paramref name="sequence"/>, in their order.</summary>
    public static async Task<IReadOnlyList<Announcement>> AnnouncementsAsync(NpgsqlConnection connection, string site, long sequence, CancellationToken ct) =>
        (await connection.QueryAsync<Announcement>(new CommandDefinition(
            """
            select *, case when played_at is not null then 'played' when delivered_at is not null then 'delivered' else 'saved' end as state
              from announcements
             where site = @site and sequence > @sequence
             order by sequence
             limit 1000
            """, new { site, sequence }, cancellationToken: ct))).AsList();
}
