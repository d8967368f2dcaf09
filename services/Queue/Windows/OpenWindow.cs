using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Windows;

/// <summary>
/// <c>POST /sites/{site}/windows/{window}/open</c>: a teller sits down at a window, or takes it over in another page. The claim that comes back is
/// for the commands of this page; an earlier page's are refused from now on. A visitor at the window stays there.
/// </summary>
internal static class OpenWindow
{
    public static void MapOpenWindow(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/windows/{window:int}/open", HandleAsync).RequireRole(Roles.Teller).AsCommand();

    private static async Task<Results<Ok<Window>, Problem>> HandleAsync(
        string site, int window, ClaimsPrincipal caller, UnitOfWork unit, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        try
        {
            var opened = await unit.Connection.QuerySingleOrDefaultAsync<Window>(new CommandDefinition(
                """
                update windows
                   set state = 'open', teller = @teller, claim = @claim, opened_at = coalesce(opened_at, @now), pause_reason = null,
                       skills = (select skills from tellers where tellers.site = @site and tellers.teller = @teller)
                 where site = @site and number = @window and (state = 'closed' or teller = @teller)
                returning *
                """, new { site, window, teller, claim = Guid.CreateVersion7(), now = clock.GetUtcNow() }, cancellationToken: ct));
            if (opened is not null)
                return TypedResults.Ok(opened);
        }
        catch (PostgresException exception) when (exception.ConstraintName == "one_window_per_teller")
        {
            // The transaction is lost, so the teller's window is read outside it; its connection goes back first, as requests that hold one and
            // wait for another could wait for each other.
            await unit.DisposeAsync();
            await using var connection = await database.OpenConnectionAsync(ct);
            var present = await connection.QueryFirstOrDefaultAsync<Window>(new CommandDefinition(
                "select * from windows where site = @site and teller = @teller", new { site, teller }, cancellationToken: ct));
            return Problem.Conflict("teller.at-window", present?.Number).With("window", present);
        }

        return await WindowProblems.FindAsync(unit.Connection, site, window, ct) is { } taken
            ? Problem.Conflict("window.taken", window, taken.Teller).With("window", taken)
            : Problem.NotFound("window.unknown", site, window);
    }
}
