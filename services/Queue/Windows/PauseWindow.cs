using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Windows;

/// <summary>
/// <c>POST /sites/{site}/windows/{window}/pause</c> and <c>…/resume</c>: the teller takes nobody for a while, and again. Not while a visitor is there;
/// safe to send twice.
/// </summary>
internal static class PauseWindow
{
    private const int LongestReason = 100;

    internal sealed record PauseRequest
    {
        public Guid? Claim { get; init; }

        /// <summary>Up to 100 characters, for the site manager.</summary>
        public required string Reason { get; init; }
    }

    internal sealed record ResumeRequest
    {
        public Guid? Claim { get; init; }
    }

    public static void MapPauseWindow(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/windows/{window:int}/pause", PauseAsync).RequireRole(Roles.Teller).AsCommand();
        routes.MapPost("/sites/{site}/windows/{window:int}/resume", ResumeAsync).RequireRole(Roles.Teller).AsCommand();
    }

    private static async Task<Results<Ok<Window>, Problem>> PauseAsync(
        string site, int window, PauseRequest request, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        if (!Codes.IsLine(request.Reason, LongestReason))
            return Problem.Invalid("window.pause-reason", LongestReason);
        var paused = await unit.Connection.QuerySingleOrDefaultAsync<Window>(new CommandDefinition(
            """
            update windows
               set state = 'paused', pause_reason = @Reason
             where site = @site and number = @window and teller = @teller and state in ('open', 'paused') and ticket_id is null
               and (@Claim::uuid is null or claim = @Claim)
            returning *
            """, new { site, window, request.Reason, teller = caller.AccountName(), request.Claim }, cancellationToken: ct));
        return paused is not null
            ? TypedResults.Ok(paused)
            : (await WindowProblems.WhyNotAsync(unit.Connection, site, window, caller.AccountName(), request.Claim, ct))!;
    }

    private static async Task<Results<Ok<Window>, Problem>> ResumeAsync(
        string site, int window, ResumeRequest? request, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        var claim = request?.Claim;
        var resumed = await unit.Connection.QuerySingleOrDefaultAsync<Window>(new CommandDefinition(
            """
            update windows
               set state = 'open', pause_reason = null
             where site = @site and number = @window and teller = @teller and state in ('open', 'paused') and (@claim::uuid is null or claim = @claim)
            returning *
            """, new { site, window, teller = caller.AccountName(), claim }, cancellationToken: ct));
        return resumed is not null ? TypedResults.Ok(resumed) : (await WindowProblems.WhyNotAsync(unit.Connection, site, window, caller.AccountName(), claim, ct))!;
    }
}
