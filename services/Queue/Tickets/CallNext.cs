using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Windows;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/windows/{window}/call-next</c>: calls the visitor whose turn it is. Nobody waits: 204.</summary>
/// <remarks>
/// The turn goes by virtual arrival time: arrival less the credit of the visitor's class, or the time of an appointment. Two rules bound the wait of
/// those without a credit: after <c>favouredInARow</c> visitors with one the window calls one without, and whoever has waited longer than
/// <c>longestWaitMinutes</c> is called by arrival alone before everybody else. docs/queue.md has the bound that follows.
/// </remarks>
internal static class CallNext
{
    internal sealed record Request
    {
        /// <summary>The claim that the page was given; without it any page of the teller will do.</summary>
        public Guid? Claim { get; init; }
    }

    public static void MapCallNext(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/windows/{window:int}/call-next", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, NoContent, Problem>> HandleAsync(
        string site, int window, Request? request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        var ticket = await CallAsync(unit, site, window, teller, request?.Claim, clock, ct);
        if (ticket is not null)
            return TypedResults.Ok(ticket);
        return await WindowProblems.WhyNotAsync(unit.Connection, site, window, teller, request?.Claim, ct) is { } problem ? problem : TypedResults.NoContent();
    }

    // The window's row is locked first and looked at anew then: of two pages at one window the second finds it busy. Tickets are locked without
    // waiting: of two windows that want the same ticket the second takes the next. What a window can take is wrapped in coalesce(…, false), of which the
    // planner expects half: left to its own estimate of one in two hundred it would sort the whole line for each call, however long.
    internal const string Sql =
    """
    with desk as (
        select zones, skills, favoured_in_a_row >= (rules ->> 'favouredInARow')::int as is_ordinary_due,
               @now - (rules ->> 'longestWaitMinutes')::int * interval '1 minute' as overdue_before
          from windows
          join sites using (site)
         where site = @site and number = @window and teller = @teller and windows.state = 'open' and ticket_id is null
           and (@claim::uuid is null or claim = @claim)
           for update of windows),
    overdue as (
        select ticket_id, 'waited-too-long' as rule
          from tickets
         where site = @site and day = @day and state = 'waiting' and arrived_at <= (select overdue_before from desk)
           and coalesce(zone = any((select zones from desk)::text[]) and skills <@ coalesce((select skills from desk), skills), false)
           and (for_window is null or for_window = @window) and (for_teller is null or for_teller = @teller)
         order by arrived_at, sequence
         limit 1
           for update skip locked),
    ordinary as (
        select ticket_id, 'ordinary-due' as rule
          from tickets
         where site = @site and day = @day and state = 'waiting' and class = 'ordinary'
           and (select is_ordinary_due from desk) and not exists (select from overdue)
           and coalesce(zone = any((select zones from desk)::text[]) and skills <@ coalesce((select skills from desk), skills), false)
           and (for_window is null or for_window = @window) and (for_teller is null or for_teller = @teller)
         order by turn_at, sequence
         limit 1
           for update skip locked),
    next_in_turn as (
        select ticket_id, 'turn' as rule
          from tickets
         where site = @site and day = @day and state = 'waiting' and not exists (select from overdue) and not exists (select from ordinary)
           and coalesce(zone = any((select zones from desk)::text[]) and skills <@ coalesce((select skills from desk), skills), false)
           and (for_window is null or for_window = @window) and (for_teller is null or for_teller = @teller)
         order by turn_at, sequence
         limit 1
           for update skip locked),
    next as (
        select * from overdue union all select * from ordinary union all select * from next_in_turn),
    called as (
        update tickets
           set state = 'called', "window" = @window, teller = @teller, called_at = greatest(@now, changed_at), recalls = 0, for_window = null,
               for_teller = null, change = 'called', changed_at = greatest(@now, changed_at)
         where site = @site and ticket_id = (select ticket_id from next)
        returning *),
    busy as (
        update windows
           set ticket_id = called.ticket_id, favoured_in_a_row = case when called.class = 'ordinary' then 0 else favoured_in_a_row + 1 end
          from called
         where windows.site = @site and windows.number = @window),
    best as (
        (select number, class, arrived_at, turn_at, sequence, 0 as rank, arrived_at as turn
           from tickets
          where site = @site and day = @day and state = 'waiting' and arrived_at <= (select overdue_before from desk)
            and coalesce(zone = any((select zones from desk)::text[]) and skills <@ coalesce((select skills from desk), skills), false)
            and (for_window is null or for_window = @window) and (for_teller is null or for_teller = @teller)
          order by arrived_at, sequence
          limit 10)
        union all
        (select number, class, arrived_at, turn_at, sequence, 1, turn_at
           from tickets
          where site = @site and day = @day and state = 'waiting' and class = 'ordinary' and (select is_ordinary_due from desk)
            and coalesce(zone = any((select zones from desk)::text[]) and skills <@ coalesce((select skills from desk), skills), false)
            and (for_window is null or for_window = @window) and (for_teller is null or for_teller = @teller)
          order by turn_at, sequence
          limit 10)
        union all
        (select number, class, arrived_at, turn_at, sequence, 2, turn_at
           from tickets
          where site = @site and day = @day and state = 'waiting' and true
            and coalesce(zone = any((select zones from desk)::text[]) and skills <@ coalesce((select skills from desk), skills), false)
            and (for_window is null or for_window = @window) and (for_teller is null or for_teller = @teller)
          order by turn_at, sequence
          limit 10)),
    explained as (
        insert into calls (site, ticket_id, called_at, "window", rule, candidates)
        select site, called.ticket_id, called_at, "window", rule,
               (select jsonb_agg(jsonb_build_object(
                           'number', number, 'class', class, 'arrivedAt', arrived_at, 'turnAt', turn_at, 'isOverdue', rank = 0) order by rank, turn, sequence)
                  from (select number, class, arrived_at, turn_at, sequence, min(rank) as rank, (array_agg(turn order by rank))[1] as turn
                          from best
                         group by number, class, arrived_at, turn_at, sequence
                         order by 6, 7, sequence
                         limit 10) as ten)
          from called, next),
    counted as (
        insert into announcement_counters as counter (site, last) select site, 1 from called
            on conflict (site) do update set last = counter.last + 1
        returning last),
    announced as (
        insert into announcements (site, sequence, ticket_id, number, "window", is_recall, called_at)
        select site, last, ticket_id, number, "window", false, called_at from called, counted)
    select * from called
    """;

    /// <summary>None when nobody waits, or when the window cannot call.</summary>
    internal static async Task<Ticket?> CallAsync(
        UnitOfWork unit, string site, int window, string teller, Guid? claim, TimeProvider clock, CancellationToken ct)
    {
        var ticket = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            Sql,
            new { site, window, teller, claim, day = clock.HallDay(), now = clock.GetUtcNow() },
            cancellationToken: ct));
        if (ticket is not null)
            unit.PublishCall(ticket);
        return ticket;
    }

    internal static void PublishCall(this UnitOfWork unit, Ticket ticket) => unit.Publish(new TicketCalled
    {
        Site = ticket.Site,
        TicketId = ticket.TicketId,
        Number = ticket.Number,
        Window = ticket.Window!.Value,
        Teller = ticket.Teller!,
        Items = ticket.Items,
        CalledAt = ticket.CalledAt!.Value,
    });
}
