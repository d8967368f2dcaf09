using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/finish</c>: the visit is over, the window is free. An item of which nothing is said is done. Safe to send
/// twice.
/// </summary>
internal static class FinishTicket
{
    internal sealed record Request
    {
        /// <summary>What became of items, by code: <see cref="ItemResult"/>.</summary>
        public IReadOnlyDictionary<string, string> Results { get; init; } = new Dictionary<string, string>();
    }

    public static void MapFinishTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/finish", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Ticket>, Problem>> HandleAsync(
        string site, Guid ticketId, Request? request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var results = request?.Results ?? new Dictionary<string, string>();
        if (results.FirstOrDefault(result => !ItemResult.All.Contains(result.Value) || !Codes.IsCode(result.Key)) is { Key: { } item })
            return Problem.Invalid("ticket.result", item, results[item]);
        var teller = caller.AccountName();
        var finished = await unit.Connection.QuerySingleOrDefaultAsync<Ticket>(new CommandDefinition(
            """
            update tickets
               set state = 'finished', finished_at = greatest(@now, changed_at), change = 'finished', changed_at = greatest(@now, changed_at),
                   identity_number = null, reason = null,
                   results = (select coalesce(jsonb_object_agg(item, coalesce(@results::jsonb ->> item, 'done')), '{}') from unnest(items) as item)
             where site = @site and ticket_id = @ticketId and state in ('called', 'serving', 'held') and teller = @teller
            returning *
            """, new { site, ticketId, teller, results = JsonSerializer.Serialize(results), now = clock.GetUtcNow() }, cancellationToken: ct));
        if (finished is null)
            return await unit.AnswerAsync(null, site, ticketId, teller, TicketState.Finished, ct);
        if (results.Keys.FirstOrDefault(item => !finished.Items.Contains(item)) is { } foreign)
            return Problem.Invalid("ticket.result-foreign", finished.Number, foreign);

        unit.PublishEnd(finished);
        return TypedResults.Ok(finished);
    }

    internal static void PublishEnd(this UnitOfWork unit, Ticket ticket) => unit.Publish(new TicketFinished
    {
        Site = ticket.Site, TicketId = ticket.TicketId, FinishedAt = ticket.FinishedAt!.Value, Outcome = ticket.State, Results = ticket.Results,
    });
}
