using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/withdraw</c>: a kiosk that never got the answer takes its question back. A number that was issued for it is cancelled;
/// where none was, none will be, should the question still arrive.
/// </summary>
internal static class WithdrawTicket
{
    internal sealed record Request
    {
        /// <summary>The idempotency key that a number was asked for with.</summary>
        public required string Key { get; init; }
    }

    public static void MapWithdrawTicket(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/withdraw", HandleAsync).RequireRole(Roles.Kiosk).AsCommand();

    private static async Task<Results<Ok<Ticket>, NoContent, Problem>> HandleAsync(
        string site, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (request.Key.Length is 0 or > Withdrawals.MaximumKeyLength)
            return Problem.Invalid("idempotency.key-missing");
        if (await unit.WithdrawAsync(caller, request.Key, ct) is not { } answer)
            return TypedResults.NoContent();

        // The key may be that of another command, whose answer is no slip.
        using var earlier = JsonDocument.Parse(answer);
        if (!earlier.RootElement.TryGetProperty("ticket", out var issued))
            return Problem.Conflict("idempotency.key-reused");
        var (ticket, problem) = await CancelTicket.TryAsync(
            unit, site, issued.GetProperty("ticketId").GetGuid(), caller.AccountName(), manages: false, clock, ct);
        return ticket is not null ? TypedResults.Ok(ticket) : problem!;
    }
}
