using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Wenden.Audit;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Messaging.Auditing;

/// <summary><c>GET /audit/verify</c>: walks the whole chain and says how many entries are in order, the last hash, and the first broken place.</summary>
internal static class VerifyAudit
{
    public static void MapVerifyAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit/verify", HandleAsync).RequireRole(Roles.Auditor).Produces<ChainReport>();

    private static async Task<IResult> HandleAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await AuditChain.VerifyAsync(connection, before: null, ct));
    }
}
