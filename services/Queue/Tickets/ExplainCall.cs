using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary><c>GET /sites/{site}/tickets/{ticketId}/why</c>: why the ticket was called before others, as it was decided then; the last call first.</summary>
internal static class ExplainCall
{
    public static void MapExplainCall(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/tickets/{ticketId:guid}/why", HandleAsync).RequireRole(Roles.Teller, Roles.SiteManager, Roles.Operator);

    private static async Task<Ok<IReadOnlyList<WhyCalled>>> HandleAsync(string site, Guid ticketId, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var calls = await connection.QueryAsync<Call>(new CommandDefinition(
            "select * from calls where site = @site and ticket_id = @ticketId order by called_at desc", new { site, ticketId }, cancellationToken: ct));
        return TypedResults.Ok<IReadOnlyList<WhyCalled>>(
        [
            .. calls.Select(call => new WhyCalled
            {
                TicketId = ticketId, CalledAt = call.CalledAt, Window = call.Window, Rule = call.Rule,
                Candidates = JsonSerializer.Deserialize<IReadOnlyList<CallCandidate>>(call.Candidates, HallJson.Options)!,
            }),
        ]);
    }

    private sealed record Call
    {
        public required DateTimeOffset CalledAt { get; init; }

        public required int Window { get; init; }

        public required string Rule { get; init; }

        public required string Candidates { get; init; }
    }
}
