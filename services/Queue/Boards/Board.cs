namespace Wenden.Queue.Boards;

/// <summary>What a board in the hall shows: who is to go where, and how many wait.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Called">Visitors at or on their way to a window, the newest call first.</param>
/// <param name="Waiting">Every series of the site, those with nobody waiting too.</param>
internal sealed record Board(string Site, IReadOnlyList<CalledTicket> Called, IReadOnlyList<WaitingCount> Waiting)
{
    /// <summary>The present board; none where there is no such site.</summary>
    public static async Task<Board?> ReadAsync(NpgsqlDataSource database, string site, DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select number, "window", state, called_at
              from tickets
             where site = @site and state in ('called', 'serving')
             order by called_at desc, sequence desc;

            select zones.series, zones.name as zone, count(ticket_id) as count
              from zones
              left join tickets on tickets.site = zones.site and tickets.zone = zones.zone and tickets.day = @day and tickets.state = 'waiting'
             where zones.site = @site
             group by zones.site, zones.zone
             order by zones.position;
            """, new { site, day }, cancellationToken: ct));
        var called = (await results.ReadAsync<CalledTicket>()).AsList();
        var waiting = (await results.ReadAsync<WaitingCount>()).AsList();
        return waiting.Count == 0 ? null : new Board(site, called, waiting);
    }
}

/// <summary>One visitor at a window. No name is ever shown.</summary>
internal sealed record CalledTicket
{
    public required string Number { get; init; }

    public required int Window { get; init; }

    /// <summary><c>called</c> or <c>serving</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset CalledAt { get; init; }
}

/// <summary>How many of a series wait today.</summary>
internal sealed record WaitingCount
{
    public required string Series { get; init; }

    /// <summary>Name of the zone.</summary>
    public required string Zone { get; init; }

    public required long Count { get; init; }
}
