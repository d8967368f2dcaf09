using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wenden.ServiceDefaults.Callers;
using Wenden.ServiceDefaults.Problems;

namespace Wenden.Messaging.Outbox;

/// <summary>
/// Sends again what was sent between two instants, for a subscriber that did not exist then. The events keep their ids, so consumers that
/// handled them pass over them.
/// </summary>
internal static class Replay
{
    /// <param name="From">First instant of sending, included.</param>
    /// <param name="To">Last instant of sending, excluded.</param>
    /// <param name="Type">Name of one event type without its namespace, for example <c>TicketIssued</c>; all types without it.</param>
    internal sealed record Request(DateTimeOffset From, DateTimeOffset To, string? Type = null);

    internal sealed record Answer(int Events);

    public static void MapReplay(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/outbox/replay", HandleAsync).RequireRole(Roles.Operator).AsCommand();

    private static async Task<IResult> HandleAsync(Request request, UnitOfWork unit, CancellationToken ct)
    {
        if (request.From >= request.To)
            return Problem.Invalid("replay.empty-span");

        var events = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into outbox (message_id, type, body, trace_parent, trace_state, created_at)
            select message_id, type, body, trace_parent, trace_state, created_at
              from outbox_sent
             where sent_at >= @From and sent_at < @To and (@Type::text is null or type ~ ('\.' || @Type || ','))
            """, request, cancellationToken: ct));
        unit.WakeRelay();
        return TypedResults.Ok(new Answer(events));
    }
}
