using Wenden.Contracts.Identity;
using Wenden.Identity.Tokens;

namespace Wenden.Identity.Accounts;

/// <summary><c>GET /stopped</c>: whose tokens are not to be taken, asked by every service every few seconds.</summary>
internal static class ListStopped
{
    public static void MapListStopped(this IEndpointRouteBuilder routes) => routes.MapGet("/stopped", HandleAsync)
        .RequireRole(Roles.Service)
        .WithSummary("Subjects whose earlier tokens are refused; listed until the last such token has expired")
        .Produces<IEnumerable<StoppedSubject>>();

    private static async Task<IEnumerable<StoppedSubject>> HandleAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // An hour more than the longest token lives, for clocks that differ.
        return await connection.QueryAsync<StoppedSubject>(new CommandDefinition(
            """
            select id::text as subject, stopped_since as since from accounts where stopped_since > @from
            union all
            select name, stopped_since from stopped_devices where stopped_since > @from
             order by since
            """,
            new { from = clock.GetUtcNow() - Lifetimes.Longest - TimeSpan.FromHours(1) }, cancellationToken: ct));
    }
}
