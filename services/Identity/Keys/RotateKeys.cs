namespace Wenden.Identity.Keys;

/// <summary>
/// <c>POST /keys/rotate</c>: new keys. Usually they are shown before they sign and the old ones stay valid for what they signed; with
/// <c>compromised</c> they sign at once and all that came before is refused.
/// </summary>
internal static class RotateKeys
{
    internal sealed record Request
    {
        /// <summary>Whether somebody else may have the old keys.</summary>
        public bool Compromised { get; init; }
    }

    public static void MapRotateKeys(this IEndpointRouteBuilder routes) => routes.MapPost("/keys/rotate", HandleAsync)
        .RequireRole(Roles.Operator)
        .Audited("identity.rotate-keys")
        .WithSummary("Makes new signing and encryption keys");

    private static async Task<IResult> HandleAsync(Request? request, KeyTable table, KeyRing ring, AuditTrail trail, CancellationToken ct)
    {
        trail.AddUnidentified(Purpose.Keys);
        await table.ReplaceAsync(request?.Compromised ?? false, trail, ct);
        await ring.LookAsync(ct);
        return await ListKeys.HandleAsync(table, ct);
    }
}
