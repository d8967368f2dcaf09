namespace Wenden.Identity.Keys;

/// <summary><c>GET /keys</c>: the keys that sign, will sign, or are still accepted; without their secrets.</summary>
internal static class ListKeys
{
    internal sealed record KeyView(string KeyId, string Use, DateTimeOffset CreatedAt, DateTimeOffset InUseFrom);

    public static void MapListKeys(this IEndpointRouteBuilder routes) => routes.MapGet("/keys", HandleAsync)
        .RequireRole(Roles.Operator)
        .WithSummary("The keys there are")
        .Produces<IEnumerable<KeyView>>();

    public static async Task<IResult> HandleAsync(KeyTable table, CancellationToken ct) =>
        Results.Ok((await table.ReadAsync(ct)).Select(key => new KeyView(key.KeyId, key.Use, key.CreatedAt, key.InUseFrom)));
}
