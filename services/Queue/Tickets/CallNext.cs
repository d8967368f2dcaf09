using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary><c>POST /sites/{site}/windows/{window}/call-next</c>: calls the visitor whose turn it is.</summary>
internal static class CallNext
{
    public static void MapCallNext(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/windows/{window:int}/call-next", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, NoContent, Problem>> HandleAsync(
        string site, int window, ClaimsPrincipal caller, UnitOfWork unit, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        Ticket? ticket;
        try
        {
            ticket = await CallAsync(unit.Connection, site, window, teller, clock, ct);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Window or teller was taken in the same moment. The transaction is lost, so the winner's ticket is read outside it; its connection
            // goes back first, as requests that hold one and wait for another could wait for each other.
            await unit.DisposeAsync();
            await using var connection = await database.OpenConnectionAsync(ct);
            return Busy(await FindActiveAsync(connection, site, window, teller, ct), window);
        }

        if (ticket is null)
            return await ExplainAsync(unit.Connection, site, window, teller, ct) is { } problem ? problem : TypedResults.NoContent();

        unit.Publish(new TicketCalled
        {
            Site = ticket.Site,
            TicketId = ticket.TicketId,
            Number = ticket.Number,
            Window = window,
            Teller = teller,
            Items = ticket.Items,
            CalledAt = ticket.CalledAt!.Value,
        });
        return TypedResults.Ok(ticket);
    }

    /// <summary>None when nobody waits, when there is no such window, or when window or teller have a visitor already.</summary>
    private static Task<Ticket?> CallAsync(NpgsqlConnection connection, string site, int window, string teller, TimeProvider clock, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            with next as (
                select site, ticket_id
                  from tickets
                 where site = @site and day = @day and state = 'waiting'
                   and zone = (select zone from windows where site = @site and number = @window)
                   and not exists (
                       select from tickets where site = @site and state in ('called', 'serving') and ("window" = @window or teller = @teller))
                 order by arrived_at, sequence
                 limit 1
                   for update skip locked),
            called as (
                update tickets
                   set state = 'called', "window" = @window, teller = @teller, called_at = greatest(@now, issued_at)
                  from next
                 where tickets.site = next.site and tickets.ticket_id = next.ticket_id
                returning tickets.*)
            select called.*, pg_notify('queue_board', site)::text as notified from called
            """,
            new { site, window, teller, day = clock.HallDay(), now = clock.GetUtcNow() },
            cancellationToken: ct));

    private static async Task<Problem?> ExplainAsync(NpgsqlConnection connection, string site, int window, string teller, CancellationToken ct)
    {
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from windows where site = @site and number = @window)", new { site, window }, cancellationToken: ct));
        if (!exists)
            return Problem.NotFound("window.unknown", site, window);
        return await FindActiveAsync(connection, site, window, teller, ct) is { } active ? Busy(active, window) : null;
    }

    private static Task<Ticket?> FindActiveAsync(NpgsqlConnection connection, string site, int window, string teller, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            select *
              from tickets
             where site = @site and state in ('called', 'serving') and ("window" = @window or teller = @teller)
             order by "window" <> @window
            """, new { site, window, teller }, cancellationToken: ct));

    private static Problem Busy(Ticket? active, int window) => active is null || active.Window == window
        ? Problem.Conflict("window.busy", window).With("ticket", active)
        : Problem.Conflict("teller.busy", active.Window, active.Number).With("ticket", active);
}
