using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Boards;

/// <summary><c>GET /sites/{site}/board</c>: the board now.</summary>
internal static class ReadBoard
{
    public static void MapReadBoard(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/board", HandleAsync).RequireRole(Roles.Board, Roles.Teller, Roles.SiteManager, Roles.Operator);

    private static async Task<Results<Ok<Board>, Problem>> HandleAsync(string site, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await BoardView.ReadAsync(connection, site, clock.HallDay(), ct) is { } board ? TypedResults.Ok(board) : Problem.NotFound("site.unknown", site);
    }
}
