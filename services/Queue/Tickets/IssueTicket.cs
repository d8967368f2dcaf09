using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/tickets</c>: one number (叫号) for everything the visitor came for.</summary>
internal static class IssueTicket
{
    private const int MaximumItems = 20;

    internal sealed record Request
    {
        /// <summary>Codes of 1 to 20 service items, each once.</summary>
        public required IReadOnlyList<string> Items { get; init; }

        /// <summary>Code of the zone to wait for; the site's first without it.</summary>
        public string? Zone { get; init; }
    }

    public static void MapIssueTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller).AsCommand(requireKey: true);

    private static async Task<Results<Created<Ticket>, Problem>> HandleAsync(
        string site, Request request, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (Check(request) is { } problem)
            return problem;

        var ticket = await IssueAsync(unit.Connection, site, request, clock, ct);
        if (ticket is null)
            return request.Zone is null ? Problem.NotFound("site.unknown", site) : Problem.NotFound("zone.unknown", site, request.Zone);

        unit.Publish(new TicketIssued
        {
            Site = ticket.Site,
            TicketId = ticket.TicketId,
            Number = ticket.Number,
            Items = ticket.Items,
            IssuedAt = ticket.IssuedAt,
        });
        return TypedResults.Created($"/sites/{site}/tickets/{ticket.TicketId}", ticket);
    }

    private static Problem? Check(Request request)
    {
        if (request.Items.Count is 0 or > MaximumItems)
            return Problem.Invalid("ticket.item-count", MaximumItems);
        // A list of strings may hold nulls, whatever its type says.
        if (request.Items.Select(item => item ?? "").FirstOrDefault(item => !Codes.IsCode(item)) is { } malformed)
            return Problem.Invalid("ticket.item-code", malformed);
        if (request.Items.GroupBy(item => item).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Problem.Invalid("ticket.item-twice", twice.Key);
        return request.Zone is null || Codes.IsCode(request.Zone) ? null : Problem.Invalid("zone.code", request.Zone);
    }

    /// <summary>None where the site has no such zone.</summary>
    private static Task<Ticket?> IssueAsync(NpgsqlConnection connection, string site, Request request, TimeProvider clock, CancellationToken ct) =>
        // Whoever waited for the counter has an older clock reading than the number before; times rise with numbers all the same.
        connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            with place as (
                select zone, series from zones where site = @site and (@Zone::text is null or zone = @Zone) order by position limit 1),
            counted as (
                insert into ticket_counters as counter (site, day, series, last_number, last_issued_at)
                select @site, @day, series, 1, @now from place
                    on conflict (site, day, series) do update
                   set last_number = counter.last_number + 1, last_issued_at = greatest(counter.last_issued_at, excluded.last_issued_at)
                returning *),
            issued as (
                insert into tickets (site, ticket_id, day, zone, series, sequence, number, items, issued_at, arrived_at)
                select site, @id, day, zone, series, last_number, series || lpad(last_number::text, greatest(3, length(last_number::text)), '0'),
                       @Items, last_issued_at, last_issued_at
                  from counted
                  join place using (series)
                returning *)
            select issued.*, pg_notify('queue_board', site)::text as notified from issued
            """,
            new { site, request.Zone, day = clock.HallDay(), now = clock.GetUtcNow(), id = Guid.CreateVersion7(), request.Items },
            cancellationToken: ct));
}
