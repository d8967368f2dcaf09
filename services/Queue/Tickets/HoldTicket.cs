using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/hold</c>: the visitor is set aside (挂起), for example to fetch a paper; the window is free for others.
/// Safe to send twice.
/// </summary>
internal static class HoldTicket
{
    internal sealed record Request
    {
        /// <summary>Up to 200 characters.</summary>
        public required string Reason { get; init; }
    }

    public static void MapHoldTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/hold", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (Reasons.Check(request.Reason) is { } problem)
            return problem;
        var teller = caller.AccountName();
        var held = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set state = 'held', reason = @Reason, change = 'held', changed_at = greatest(@now, changed_at)
             where site = @site and ticket_id = @ticketId and state in ('called', 'serving') and teller = @teller
            returning *
            """, new { site, ticketId, teller, request.Reason, now = clock.GetUtcNow() }, cancellationToken: ct));
        return await unit.AnswerAsync(held, site, ticketId, teller, TicketState.Held, ct);
    }
}
