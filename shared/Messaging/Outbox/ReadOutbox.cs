using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Messaging.Outbox;

/// <summary><c>GET /outbox</c>: what waits to be sent, for an operator. Far more than a moment's worth means that the broker or a subscriber is away.</summary>
internal static class ReadOutbox
{
    /// <param name="Depth">Events that wait.</param>
    /// <param name="AgeSeconds">Seconds that the oldest has waited; 0 where none waits.</param>
    /// <param name="OldestType">Name of the oldest one's type, without its namespace.</param>
    internal sealed record Answer(long Depth, double AgeSeconds, string? OldestType);

    public static void MapReadOutbox(this IEndpointRouteBuilder routes) => routes.MapGet("/outbox", HandleAsync).RequireRole(Roles.Operator);

    private static async Task<Ok<Answer>> HandleAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // The types in the table are assembly-qualified: Wenden.Contracts.Queue.TicketIssued, Wenden.Contracts.
        return TypedResults.Ok(await connection.QuerySingleAsync<Answer>(new CommandDefinition(
            """
            select count(*) as depth,
                   coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as age_seconds,
                   (select substring(type from '([^.]+),') from outbox order by created_at, id limit 1) as oldest_type
              from outbox
            """, cancellationToken: ct)));
    }
}
