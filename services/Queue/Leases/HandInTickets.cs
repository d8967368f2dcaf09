using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Leases;

/// <summary>
/// <c>POST /sites/{site}/leases/{leaseId}/tickets</c>: a kiosk hands in what it gave out while the queue could not be reached. Each ticket takes effect
/// once, however often it is handed in, and stands in the line by the time at which the visitor took it.
/// </summary>
internal static partial class HandInTickets
{
    private const int Most = 1000;

    internal sealed record Request
    {
        /// <summary>1 to 1,000 tickets, in any order.</summary>
        public required IReadOnlyList<LeasedTicket> Tickets { get; init; }
    }

    /// <param name="Tickets">What became of each, in the order of the request.</param>
    internal sealed record Answer(IReadOnlyList<LeasedTicketResult> Tickets);

    public static void MapHandInTickets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/leases/{leaseId:guid}/tickets", HandleAsync).RequireRole(Roles.Kiosk).AsCommand();

    private static async Task<Results<Ok<Answer>, Problem>> HandleAsync(
        string site, Guid leaseId, Request request, ClaimsPrincipal caller, UnitOfWork unit, SiteBook sites, ItemBook items, TimeProvider clock,
        CancellationToken ct)
    {
        if (request.Tickets.Count is 0 or > Most || request.Tickets.Any(ticket => ticket is null))
            return Problem.Invalid("lease.ticket-count", Most);
        // Locked, so that two hand-ins of one kiosk take turns.
        var lease = await unit.Connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            "select * from leases where site = @site and lease_id = @leaseId and kiosk = @kiosk for update",
            new { site, leaseId, kiosk = caller.AccountName() }, cancellationToken: ct));
        if (lease is null)
            return Problem.NotFound("lease.unknown", leaseId);

        var known = (await sites.FindAsync(site, ct))!;
        var catalogue = await items.TodayAsync(ct);
        var results = new List<LeasedTicketResult>(request.Tickets.Count);
        foreach (var ticket in request.Tickets)
        {
            var (result, reason) = await HandInAsync(unit, lease, ticket, known, catalogue, clock, ct);
            results.Add(new LeasedTicketResult { TicketId = ticket.TicketId, Result = result, Reason = reason });
        }

        return TypedResults.Ok(new Answer(results));
    }

    private static async Task<(string Result, string? Reason)> HandInAsync(
        UnitOfWork unit, Row lease, LeasedTicket ticket, KnownSite site, IReadOnlyDictionary<string, Item> catalogue, TimeProvider clock, CancellationToken ct)
    {
        if (ticket.Sequence < lease.First || ticket.Sequence > lease.Last || ticket.Sequence > (lease.ReturnedAfter ?? int.MaxValue))
            return ("refused", "outside-lease");
        if (ticket.TakenAt > lease.ExpiresAt || ticket.TakenAt < lease.GrantedAt)
            return ("refused", "after-end");
        // The catalogue of this morning may have known an item that this noon's does not: what the visitor was given stands.
        if (Newcomer.CheckItems(ticket.Items, new Dictionary<string, Item>()) is not null || !VisitorClass.All.Contains(ticket.Class) || !Link().IsMatch(ticket.Link))
            return ("refused", "malformed");
        var fault = IdentityNumber.Read(ticket.IdentityNumber, lease.Day, out var number);
        if (ticket.IdentityNumber is not null && fault is not IdentityNumberFault.None)
            return ("refused", "malformed");

        var now = clock.GetUtcNow();
        var taken = ticket.TakenAt < now ? ticket.TakenAt : now;
        var visitor = Newcomer.ClassOf(ticket.Class, number, lease.Day);
        var stored = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            insert into tickets (site, ticket_id, day, zone, series, sequence, number, items, class, issued_at, arrived_at, turn_at, changed_at, skills, link,
                                 identity_number, lease_id, expected_service)
            select @Site, @TicketId, @Day, @Zone, @Series, @Sequence, @Series || lpad(@Sequence::text, greatest(3, length(@Sequence::text)), '0'),
                   @Items, @visitor, @taken, @taken, @taken - @credit, @now, @skills, @Link,
                   case when not exists (
                       select from tickets
                        where site = @Site and day = @Day and identity_number = @number and state in ('waiting', 'called', 'serving', 'held')) then @number end,
                   @LeaseId, @service
                on conflict do nothing
            returning *
            """,
            new
            {
                lease.Site, ticket.TicketId, lease.Day, lease.Zone, lease.Series, ticket.Sequence, Items = ticket.Items.ToArray(), visitor, taken,
                credit = TimeSpan.FromMinutes(site.Rules.Credits.GetValueOrDefault(visitor)), now, skills = site.SkillsFor(ticket.Items), ticket.Link,
                number = number?.Text, lease.LeaseId, service = (double)site.Rules.ServiceMinutes * Math.Max(1, ticket.Items.Count),
            }, cancellationToken: ct));
        if (stored is null)
        {
            var present = await ReadTicket.FindAsync(unit.Connection, lease.Site, ticket.TicketId, ct);
            return present?.Number == $"{lease.Series}{ticket.Sequence:D3}" ? ("already", null) : ("refused", "number-taken");
        }

        unit.Publish(new TicketIssued
        {
            Site = stored.Site, TicketId = stored.TicketId, Number = stored.Number, Items = stored.Items, IssuedAt = stored.IssuedAt,
        });
        return ("taken", null);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{22}\z")]
    private static partial Regex Link();

    private sealed record Row
    {
        public required string Site { get; init; }

        public required Guid LeaseId { get; init; }

        public required DateOnly Day { get; init; }

        public required string Zone { get; init; }

        public required string Series { get; init; }

        public required int First { get; init; }

        public required int Last { get; init; }

        public required DateTimeOffset GrantedAt { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }

        public int? ReturnedAfter { get; init; }
    }
}
