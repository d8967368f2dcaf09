using System.Data;

namespace Wenden.Subsidy.Payments;

/// <summary>Money that has to come back; amounts are yuan.</summary>
internal sealed record ClawbackView
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid PersonId { get; init; }

    public required string Name { get; init; }

    public decimal Amount { get; init; }

    public decimal Recovered { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Of a site, what is open first, then the latest; one of them where <paramref name="id"/> is given.</summary>
    public static async Task<IReadOnlyList<ClawbackView>> ReadAsync(IDbConnection connection, string site, Guid? id, CancellationToken ct) =>
        [.. await connection.QueryAsync<ClawbackView>(new CommandDefinition(
            """
            select clawbacks.id, clawbacks.application_id, clawbacks.person_id, name, clawbacks.amount, recovered, clawbacks.reason, asked_at, settled_at
              from clawbacks join payments on payments.site = clawbacks.site and payments.id = payment_id
             where clawbacks.site = @site and (clawbacks.id = @id or @id is null)
             order by settled_at is not null, asked_at desc, clawbacks.id
             limit 500
            """,
            new { site, id },
            cancellationToken: ct))];
}

/// <summary>What a site has to get back.</summary>
internal static class ListClawbacks
{
    public static void MapListClawbacks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/clawbacks", Handle).RequireRole(Roles.Payer, Roles.Operator, Roles.Auditor).Audited("subsidy.list-clawbacks");

    private static async Task<IResult> Handle(string site, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var clawbacks = await ClawbackView.ReadAsync(connection, site, id: null, ct);
        foreach (var clawback in clawbacks)
            trail.Add(clawback.PersonId, Purpose.Application(clawback.ApplicationId));
        return TypedResults.Ok(clawbacks);
    }
}
