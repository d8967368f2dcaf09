namespace Wenden.Subsidy.Payments;

/// <summary>Notes that the bank has the file. From then on the batch and its payments stay what they are.</summary>
internal static class SendBatch
{
    public static void MapSendBatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/payment-batches/{id:guid}/sent", Handle).RequireRole(Roles.Payer).AsCommand().Audited("subsidy.send-batch");

    /// <param name="site">The site.</param>
    /// <param name="id">The batch.</param>
    /// <param name="caller">Who sent it.</param>
    /// <param name="unit">The transaction.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="sha256">Of the CSV file that was sent, where the caller knows: a revocation may have changed the batch since.</param>
    private static async Task<IResult> Handle(
        string site, Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct, string? sha256 = null)
    {
        var isSent = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update payment_batches set state = 'sent', sent_by = @by, sent_at = @now
             where site = @site and id = @id and state = 'made' and (sha256 = @sha256 or @sha256 is null)
            """,
            new { site, id, by = caller.AccountName(), now = clock.GetUtcNow(), sha256 },
            cancellationToken: ct)) == 1;
        if (isSent)
        {
            var persons = await unit.Connection.QueryAsync<Guid>(new CommandDefinition(
                "update payments set state = 'sent' where site = @site and batch_id = @id and state = 'made' returning person_id",
                new { site, id },
                cancellationToken: ct));
            unit.Audit(persons, Purpose.Payment(id));
        }

        return await BatchView.FindAsync(unit.Connection, site, id, ct) switch
        {
            null => Problem.NotFound("payment.batch-unknown"),
            { State: Batches.Made } => Problem.Conflict("payment.file-changed"),
            var batch => TypedResults.Ok(batch),
        };
    }
}
