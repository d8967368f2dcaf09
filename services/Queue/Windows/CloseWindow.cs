using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Windows;

/// <summary>
/// <c>POST /sites/{site}/windows/{window}/close</c>: the teller leaves, or the site manager closes the window of one who forgot to. Not while a
/// visitor is there; safe to send twice.
/// </summary>
internal static class CloseWindow
{
    internal sealed record Request
    {
        public Guid? Claim { get; init; }
    }

    public static void MapCloseWindow(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/windows/{window:int}/close", HandleAsync).RequireRole(Roles.Teller, Roles.SiteManager).AsCommand();

    private static async Task<Results<Ok<Window>, Problem>> HandleAsync(
        string site, int window, Request? request, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        var (teller, manages, claim) = (caller.AccountName(), caller.IsInRole(Roles.SiteManager), request?.Claim);
        var closed = await unit.Connection.QuerySingleOrDefaultAsync<Window>(new CommandDefinition(
            """
            update windows
               set state = 'closed', teller = null, claim = null, skills = null, opened_at = null, pause_reason = null, favoured_in_a_row = 0
             where site = @site and number = @window and ticket_id is null
               and (state = 'closed' or @manages or (teller = @teller and (@claim::uuid is null or claim = @claim)))
            returning *
            """, new { site, window, teller, manages, claim }, cancellationToken: ct));
        if (closed is not null)
            return TypedResults.Ok(closed);

        if (await WindowProblems.FindAsync(unit.Connection, site, window, ct) is not { } present)
            return Problem.NotFound("window.unknown", site, window);
        return (manages ? null : WindowProblems.Holder(present, teller, claim))
            ?? await WindowProblems.BusyAsync(unit.Connection, present, present.TicketId!.Value, ct);
    }
}
