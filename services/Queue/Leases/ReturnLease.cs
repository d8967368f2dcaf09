using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Leases;

/// <summary>
/// <c>POST /sites/{site}/leases/{leaseId}/return</c>: a kiosk gives back what it did not use. Those numbers are given out to nobody; the lease explains
/// the gap. Safe to send twice.
/// </summary>
internal static class ReturnLease
{
    internal sealed record Request
    {
        /// <summary>The last number used; one less than the first where none was.</summary>
        public required int LastUsed { get; init; }
    }

    public static void MapReturnLease(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/leases/{leaseId:guid}/return", HandleAsync).RequireRole(Roles.Kiosk).AsCommand();

    private static async Task<Results<NoContent, Problem>> HandleAsync(
        string site, Guid leaseId, Request request, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        var returned = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update leases
               set returned_after = @LastUsed
             where site = @site and lease_id = @leaseId and kiosk = @kiosk and @LastUsed between first - 1 and last
               and coalesce(returned_after, @LastUsed) = @LastUsed
               and not exists (select from tickets where tickets.site = leases.site and tickets.lease_id = leases.lease_id and sequence > @LastUsed)
            """, new { site, leaseId, request.LastUsed, kiosk = caller.AccountName() }, cancellationToken: ct));
        if (returned == 1)
            return TypedResults.NoContent();
        var exists = await unit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from leases where site = @site and lease_id = @leaseId and kiosk = @kiosk)",
            new { site, leaseId, kiosk = caller.AccountName() }, cancellationToken: ct));
        return exists ? Problem.Conflict("lease.used-further", request.LastUsed) : Problem.NotFound("lease.unknown", leaseId);
    }
}
