namespace Wenden.Subsidy.Payments;

/// <summary>Batches of a site, and the payments of one.</summary>
internal static class ShowBatches
{
    public static void MapShowBatches(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/payment-batches", ListAsync).RequireRole(Roles.Payer, Roles.Operator, Roles.Auditor);
        routes.MapGet("/sites/{site}/payment-batches/{id:guid}", ShowAsync).RequireRole(Roles.Payer, Roles.Operator, Roles.Auditor)
            .Audited("subsidy.read-batch");
    }

    private static async Task<IResult> ListAsync(string site, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await BatchView.ReadAsync(connection, site, id: null, ct));
    }

    private static async Task<IResult> ShowAsync(string site, Guid id, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        if (await BatchView.FindAsync(connection, site, id, ct) is not { } batch)
            return Problem.NotFound("payment.batch-unknown");
        var payments = await PaymentView.ReadAsync(connection, site, id, id: null, ct);
        trail.Add(payments.Select(payment => payment.PersonId), Purpose.Payment(id));
        return TypedResults.Ok(batch with { Payments = payments });
    }
}
