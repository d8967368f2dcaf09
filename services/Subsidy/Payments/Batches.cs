using System.Data;

namespace Wenden.Subsidy.Payments;

/// <summary>The rows of a batch, which everything that touches payments locks in one order: applications, then the batch, then payments.</summary>
internal static class Batches
{
    public const string Made = "made";
    public const string Settled = "settled";

    /// <summary>Locks the applications of a batch, then the batch.</summary>
    public static async Task LockAsync(IDbConnection connection, string site, Guid id, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select from applications
             where site = @site and applications.id in (select application_id from payments where site = @site and batch_id = @id)
             order by applications.id
               for no key update
            """,
            new { site, id },
            cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "select from payment_batches where site = @site and id = @id for update", new { site, id }, cancellationToken: ct));
    }

    public static Task<BankBatch?> FindAsync(IDbConnection connection, string site, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<BankBatch>(new CommandDefinition(
            "select site, id, programme, year, number, created_at from payment_batches where site = @site and id = @id",
            new { site, id },
            cancellationToken: ct));

    /// <summary>What the bank is to pay, in the order of the file.</summary>
    public static async Task<IReadOnlyList<BankLine>> LinesAsync(IDbConnection connection, string site, Guid id, CancellationToken ct) =>
        [.. await connection.QueryAsync<BankLine>(new CommandDefinition(
            """
            select id, name, id_number, bank, account, amount
              from payments
             where site = @site and batch_id = @id and state <> 'withdrawn'
             order by line
            """,
            new { site, id },
            cancellationToken: ct))];

    /// <summary>Counts a batch anew that lost payments before it was sent. One that lost all has nothing left to settle.</summary>
    public static async Task RecountAsync(IDbConnection connection, string site, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        var batch = await FindAsync(connection, site, id, ct) ?? throw new InvalidOperationException($"There is no batch {id}.");
        var lines = await LinesAsync(connection, site, id, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update payment_batches
               set count = @Count, total = @total, sha256 = @sha256, state = case when @Count = 0 then 'settled' else 'made' end,
                   settled_at = case when @Count = 0 then @now end
             where site = @site and id = @id and state = 'made'
            """,
            new { site, id, lines.Count, total = lines.Sum(line => line.Amount), sha256 = BankFile.Csv(batch, lines).Sha256, now },
            cancellationToken: ct));
    }
}
