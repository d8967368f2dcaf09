using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/tickets</c>: one number (叫号) for everything the visitor came for.</summary>
internal static class IssueTicket
{
    internal sealed record Request
    {
        /// <summary>Codes of up to 20 service items, each once; none where the visitor does not know yet.</summary>
        public required IReadOnlyList<string> Items { get; init; }

        /// <summary>Code of the zone to wait for; without it the first that takes all the items.</summary>
        public string? Zone { get; init; }

        /// <summary>Of the visitor, as read from the card or typed; none where they would rather not.</summary>
        public string? IdentityNumber { get; init; }

        /// <summary>One of <see cref="VisitorClass"/>; whoever is 70 by their identity number need not say so.</summary>
        public string Class { get; init; } = VisitorClass.Ordinary;
    }

    public static void MapIssueTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller).AsCommand(requireKey: true);

    private static async Task<Results<Created<Slip>, Problem>> HandleAsync(
        string site, Request request, UnitOfWork unit, SiteBook sites, ItemBook items, PaceBook paces, TimeProvider clock, CancellationToken ct)
    {
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        var wish = new Newcomer.Wish(request.Items, request.Zone, request.Class, request.IdentityNumber);
        var (newcomer, problem) = Newcomer.Of(wish, known, await items.TodayAsync(known, ct), clock.HallDay());
        if (newcomer is null)
            return problem!;

        var (slip, refusal) = await IssueAsync(unit, newcomer, (await paces.FindAsync(site, ct))!, clock, ct);
        if (slip is null)
            return refusal!;
        return TypedResults.Created($"/sites/{site}/tickets/{slip.Ticket.TicketId}", slip);
    }

    // Zone, caps and number are settled under the locks of the rows that count, held until the ticket is committed.
    internal const string Sql =
        """
        with wanted as (
            select zone from zones where site = @site and zone = @Zone and is_open),
        counted_items as (
            insert into item_counters as counter (site, day, item, count)
            select @site, @day, item, 1 from wanted, unnest(@caps, @limits) as cap (item, most) where most > 0 order by item
                on conflict (site, day, item) do update set count = counter.count + 1
             where counter.count < (select most from unnest(@caps, @limits) as cap (item, most) where cap.item = counter.item)
            returning item),
        counted as (
            insert into ticket_counters as counter (site, day, series, last_number, last_issued_at)
            select @site, @day, @Series, 1, @now from wanted where (select count(*) from counted_items) = cardinality(@caps)
                on conflict (site, day, series) do update
               set last_number = counter.last_number + 1, last_issued_at = greatest(counter.last_issued_at, excluded.last_issued_at)
            returning *),
        line as (
            select count(*)::int as ahead, coalesce(sum(expected_service), 0) as work
              from counted
              join tickets on tickets.site = @site and tickets.day = @day and state = 'waiting' and zone = any(@Shared)
               and turn_at <= coalesce(@slot::timestamptz, last_issued_at - @Credit)),
        issued as (
            insert into tickets (site, ticket_id, day, zone, series, sequence, number, items, class, issued_at, arrived_at, turn_at, changed_at, skills, link,
                                 identity_number, appointment_id, expected_wait, expected_service)
            select site, @id, day, @Zone, series, last_number, series || lpad(last_number::text, greatest(3, length(last_number::text)), '0'),
                   @Items, @Class, last_issued_at, last_issued_at, coalesce(@slot::timestamptz, last_issued_at - @Credit), last_issued_at, @skills, @link,
                   @IdentityNumber, @appointment, (work + @Underway) / greatest(@Windows, 1), @service
              from counted, line
            returning *)
        select issued.*, 1 as place, ahead, expected_wait, link from issued, line
        """;

    /// <summary>Gives the newcomer a number, or says why there is none; then the unit is to be given up.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="newcomer">The visitor.</param>
    /// <param name="pace">The site's pace.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="appointment">The appointment that becomes a ticket, if any; its time is the visitor's turn.</param>
    internal static async Task<(Slip? Slip, Problem? Problem)> IssueAsync(
        UnitOfWork unit, Newcomer newcomer, Pace pace, TimeProvider clock, CancellationToken ct, Appointment? appointment = null)
    {
        var rules = newcomer.Site.Rules;
        var caps = newcomer.Items.Where(rules.Caps.ContainsKey).Order(StringComparer.Ordinal).ToArray();
        var zone = pace.Zones[newcomer.Zone.Zone];
        Issued? issued;
        try
        {
            issued = (await unit.Connection.QueryAsync<Ticket, Place, Issued>(new CommandDefinition(
                Sql, new
                {
                    site = newcomer.Site.Site, newcomer.Zone.Zone, newcomer.Zone.Series, day = clock.HallDay(), now = clock.GetUtcNow(),
                    id = Guid.CreateVersion7(), Items = newcomer.Items.ToArray(), newcomer.Class, newcomer.Credit, slot = appointment?.StartsAt,
                    appointment = appointment?.AppointmentId, newcomer.IdentityNumber, skills = newcomer.Site.SkillsFor(newcomer.Items),
                    link = Newcomer.FreshLink(), caps, limits = caps.Select(item => rules.Caps[item]).ToArray(),
                    service = pace.MinutesFor(newcomer.Items), zone.Shared, zone.Underway, zone.Windows,
                }, cancellationToken: ct), (ticket, place) => new Issued(ticket, place), "place")).SingleOrDefault();
        }
        catch (PostgresException exception) when (exception.ConstraintName == "one_ticket_per_visitor")
        {
            return (null, Problem.Conflict("visitor.has-ticket"));
        }

        if (issued is null)
            return (null, await ExplainAsync(unit.Connection, newcomer, caps, clock.HallDay(), ct));
        // By the time that stands on the ticket: whoever waited for the lock may have come to it after the last number.
        if (appointment is null && rules.At(issued.Ticket.IssuedAt) is var opening and not Opening.Open)
            return (null, Closed(opening, rules));

        unit.Publish(new TicketIssued
        {
            Site = issued.Ticket.Site, TicketId = issued.Ticket.TicketId, Number = issued.Ticket.Number, Items = issued.Ticket.Items,
            IssuedAt = issued.Ticket.IssuedAt,
        });
        return (issued.Place.Slip(issued.Ticket, zone, newcomer.KnownItems), null);
    }

    private static async Task<Problem> ExplainAsync(NpgsqlConnection connection, Newcomer newcomer, string[] caps, DateOnly day, CancellationToken ct)
    {
        var isOpen = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select is_open from zones where site = @site and zone = @Zone", new { site = newcomer.Site.Site, newcomer.Zone.Zone }, cancellationToken: ct));
        if (!isOpen)
            return Problem.Conflict("zone.closed", newcomer.Zone.Zone);
        var counts = (await connection.QueryAsync<(string Item, int Count)>(new CommandDefinition(
            "select item, count from item_counters where site = @site and day = @day and item = any(@caps)",
            new { site = newcomer.Site.Site, day, caps }, cancellationToken: ct))).ToDictionary(row => row.Item, row => row.Count, StringComparer.Ordinal);
        // The counter of an item that is not full went up in this very unit, and goes down with it.
        var full = caps.FirstOrDefault(item => newcomer.Site.Rules.Caps[item] is var most && (most == 0 || counts.GetValueOrDefault(item) >= most)) ?? caps[0];
        return Problem.Conflict("item.cap-reached", newcomer.KnownItems.First(item => item.Code == full).Name).With("item", full);
    }

    private static Problem Closed(Opening opening, SiteRules rules) => opening switch
    {
        Opening.ClosedToday => Problem.Conflict("site.closed-today"),
        Opening.NotYet => Problem.Conflict("site.not-open-yet", $"{rules.Opens:HH:mm}").With("opens", rules.Opens),
        _ => Problem.Conflict("site.last-number", $"{rules.Closes:HH:mm}").With("closes", rules.Closes),
    };

    private sealed record Issued(Ticket Ticket, Place Place);
}
