using System.Data;

namespace Wenden.Subsidy.Payments;

/// <summary>What becomes of payments when a decision is revoked (追回).</summary>
internal static class Clawbacks
{
    /// <summary>
    /// Stops what has not left and claims back what was paid. What is with the bank is claimed back when the bank answers that it paid. To be called in
    /// the transaction that sets the application to revoked, after that; calling it again changes nothing.
    /// </summary>
    public static async Task AskAsync(IDbConnection connection, string site, Guid applicationId, DateTimeOffset now, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "select from applications where site = @site and id = @applicationId for no key update", new { site, applicationId }, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select from payment_batches
             where site = @site and id in (select batch_id from payments where site = @site and application_id = @applicationId)
             order by id
               for update
            """,
            new { site, applicationId },
            cancellationToken: ct));
        var batches = await connection.QueryAsync<Guid?>(new CommandDefinition(
            """
            update payments
               set state = case when state = 'made' then 'withdrawn' else state end, counts = false
             where site = @site and application_id = @applicationId and state in ('made', 'failed') and counts
            returning case when state = 'withdrawn' then batch_id end
            """,
            new { site, applicationId },
            cancellationToken: ct));
        foreach (var batch in batches.OfType<Guid>())
            await Batches.RecountAsync(connection, site, batch, now, ct);
        await ClaimPaidAsync(connection, site, [applicationId], now, ct);
    }

    /// <summary>Claims back what was paid of applications that are revoked, and is not claimed yet.</summary>
    public static Task ClaimPaidAsync(IDbConnection connection, string site, Guid[] applications, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into clawbacks (site, id, application_id, payment_id, person_id, amount, reason, asked_by, asked_at)
            select payments.site, gen_random_uuid(), applications.id, payments.id, payments.person_id, payments.amount,
                   coalesce(revoke_note, ''), coalesce(revoked_by, 'system'), @now
              from payments join applications on applications.site = payments.site and applications.id = application_id
             where payments.site = @site and applications.id = any(@applications) and applications.state = 'revoked' and payments.state = 'paid'
                on conflict (payment_id) do nothing
            """,
            new { site, applications, now },
            cancellationToken: ct));
}
