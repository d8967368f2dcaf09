namespace Wenden.Subsidy.Payments;

/// <summary>Money that came back, yuan, with the number of the receipt for it.</summary>
internal sealed record Recovered(decimal Amount, string Receipt)
{
    private const int LongestReceipt = 100;

    public Problem? Fault() =>
        Amount is <= 0 or > 99_999_999 || decimal.Round(Amount, 2) != Amount ? Problem.Invalid("clawback.amount")
        : string.IsNullOrWhiteSpace(Receipt) || Receipt.Length > LongestReceipt ? Problem.Invalid("clawback.receipt", LongestReceipt)
        : null;
}

/// <summary>Notes that money came back, wholly or in part; a receipt counts once. Whoever gave all of it back can be paid anew.</summary>
internal static class RecoverClawback
{
    public static void MapRecoverClawback(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/clawbacks/{id:guid}/recovered", Handle).RequireRole(Roles.Payer).AsCommand().Audited("subsidy.recover-clawback");

    private static async Task<IResult> Handle(
        string site, Guid id, Recovered recovered, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (recovered.Fault() is { } fault)
            return fault;

        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var receipt = recovered.Receipt.Trim();
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select from clawbacks where site = @site and id = @id for update", new { site, id }, cancellationToken: ct));
        if ((await ClawbackView.ReadAsync(unit.Connection, site, id, ct)).SingleOrDefault() is not { } clawback)
            return Problem.NotFound("clawback.unknown");
        unit.Audit(clawback.PersonId, Purpose.Application(clawback.ApplicationId));
        var earlier = await unit.Connection.QuerySingleOrDefaultAsync<decimal?>(new CommandDefinition(
            "select amount from clawback_receipts where site = @site and clawback_id = @id and receipt = @receipt",
            new { site, id, receipt },
            cancellationToken: ct));
        if (earlier is not null)
            return earlier == recovered.Amount ? TypedResults.Ok(clawback) : Problem.Conflict("clawback.receipt-differs", earlier);
        if (clawback.Recovered + recovered.Amount > clawback.Amount)
            return Problem.Conflict("clawback.too-much", clawback.Amount - clawback.Recovered);

        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into clawback_receipts (site, clawback_id, receipt, amount, taken_by, taken_at) values (@site, @id, @receipt, @Amount, @by, @now);

            update clawbacks
               set recovered = recovered + @Amount, settled_at = case when recovered + @Amount = amount then @now end
             where site = @site and id = @id and recovered + @Amount <= amount;

            update payments set counts = false
              from clawbacks
             where clawbacks.site = @site and clawbacks.id = @id and settled_at is not null
               and payments.site = clawbacks.site and payments.id = payment_id
            """,
            new { site, id, receipt, recovered.Amount, by, now },
            cancellationToken: ct));
        return TypedResults.Ok((await ClawbackView.ReadAsync(unit.Connection, site, id, ct)).Single());
    }
}
