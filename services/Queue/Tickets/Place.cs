using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;

namespace Wenden.Queue.Tickets;

/// <summary>Where a ticket stands in the line.</summary>
internal sealed record Place
{
    /// <summary>Ends the address of the visitor's page.</summary>
    public string Link { get; init; } = "";

    /// <summary>How many are to be called before.</summary>
    public int Ahead { get; init; }

    /// <summary>Expected minutes.</summary>
    public double ExpectedWait { get; init; }

    public Slip Slip(Ticket ticket, ZonePace pace, IReadOnlyList<Item> items)
    {
        var (from, to) = WaitEstimate.Range(ExpectedWait, pace.Low, pace.High);
        var (papers, papersEn) = items.Papers();
        return new Slip { Ticket = ticket, Link = Link, Ahead = Ahead, FromMinutes = from, ToMinutes = to, Papers = papers, PapersEn = papersEn };
    }

    /// <summary>The present place of a ticket; nobody is ahead of one that does not wait.</summary>
    public static async Task<Place> FindAsync(NpgsqlConnection connection, Ticket ticket, ZonePace pace, CancellationToken ct)
    {
        var (link, ahead, work) = await connection.QuerySingleAsync<(string? Link, int Ahead, double Work)>(new CommandDefinition(
            """
            select mine.link, count(other.ticket_id)::int, coalesce(sum(other.expected_service), 0)::float8
              from tickets as mine
              left join tickets as other
                on mine.state = 'waiting' and other.site = mine.site and other.day = mine.day and other.state = 'waiting' and other.zone = any(@Shared)
               and (other.turn_at, other.sequence, other.ticket_id) < (mine.turn_at, mine.sequence, mine.ticket_id)
             where mine.site = @Site and mine.ticket_id = @TicketId
             group by mine.link
            """, new { ticket.Site, ticket.TicketId, pace.Shared }, cancellationToken: ct));
        return new Place
        {
            Link = link ?? "", Ahead = ahead, ExpectedWait = ticket.State == TicketState.Waiting ? WaitEstimate.Expected(work + pace.Underway, pace.Windows) : 0,
        };
    }
}
