using System.Data;

namespace Wenden.Subsidy.Payments;

/// <summary>A batch as it is shown; amounts are yuan.</summary>
internal sealed record BatchView
{
    public Guid Id { get; init; }

    public required string Programme { get; init; }

    public int Year { get; init; }

    public int Number { get; init; }

    /// <summary><c>made</c>, <c>sent</c>, <c>answered</c> in part, <c>settled</c>.</summary>
    public required string State { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public int Count { get; init; }

    public decimal Total { get; init; }

    /// <summary>Of the bank file as CSV.</summary>
    public required string Sha256 { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public string? SentBy { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public decimal Paid { get; init; }

    /// <summary>Refused by the bank, tried again or not.</summary>
    public decimal Failed { get; init; }

    /// <summary>Without an answer.</summary>
    public decimal Open { get; init; }

    public int PaidCount { get; init; }

    public int FailedCount { get; init; }

    public int OpenCount { get; init; }

    /// <summary>What was sent and is neither paid nor failed; zero once the batch is settled.</summary>
    public decimal Difference => Total - Paid - Failed;

    /// <summary>At its making only: who was released and could not be taken in, and why.</summary>
    public IReadOnlyList<LeftOut>? LeftOut { get; init; }

    /// <summary>Where one batch is shown.</summary>
    public IReadOnlyList<PaymentView>? Payments { get; init; }

    /// <summary>Batches of a site, the newest first; one of them where <paramref name="id"/> is given.</summary>
    public static async Task<IReadOnlyList<BatchView>> ReadAsync(IDbConnection connection, string site, Guid? id, CancellationToken ct) =>
        [.. await connection.QueryAsync<BatchView>(new CommandDefinition(
            """
            select id, programme, year, number, state, created_at, created_by, count, total, sha256, sent_at, sent_by, settled_at,
                   sums.paid, sums.failed, sums.open, sums.paid_count, sums.failed_count, sums.open_count
              from payment_batches,
                   lateral (select coalesce(sum(amount) filter (where payments.state = 'paid'), 0) as paid,
                                   coalesce(sum(amount) filter (where payments.state in ('failed', 'replaced')), 0) as failed,
                                   coalesce(sum(amount) filter (where payments.state in ('made', 'sent')), 0) as open,
                                   count(*) filter (where payments.state = 'paid')::int as paid_count,
                                   count(*) filter (where payments.state in ('failed', 'replaced'))::int as failed_count,
                                   count(*) filter (where payments.state in ('made', 'sent'))::int as open_count
                              from payments
                             where payments.site = payment_batches.site and batch_id = payment_batches.id) sums
             where site = @site and (id = @id or @id is null)
             order by year desc, programme, number desc
             limit 500
            """,
            new { site, id },
            cancellationToken: ct))];

    public static async Task<BatchView?> FindAsync(IDbConnection connection, string site, Guid id, CancellationToken ct) =>
        (await ReadAsync(connection, site, id, ct)).SingleOrDefault();
}

/// <summary>A released application that is in no batch, and what stands in the way.</summary>
internal sealed record LeftOut(Guid ApplicationId, string Code, string Title);

/// <summary>A payment as it is shown.</summary>
internal sealed record PaymentView
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid PersonId { get; init; }

    public Guid? BatchId { get; init; }

    public required string Name { get; init; }

    /// <summary>Masked.</summary>
    public required string Account { get; init; }

    public decimal Amount { get; init; }

    /// <summary><c>made</c>, <c>sent</c>, <c>paid</c>, <c>failed</c>, <c>replaced</c> by another attempt, <c>withdrawn</c> before it was sent.</summary>
    public required string State { get; init; }

    public string? Reason { get; init; }

    public DateOnly? PaidOn { get; init; }

    public int Attempt { get; init; }

    /// <summary>The payments of a batch in their order, or one payment.</summary>
    public static async Task<IReadOnlyList<PaymentView>> ReadAsync(IDbConnection connection, string site, Guid? batch, Guid? id, CancellationToken ct) =>
        [.. (await connection.QueryAsync<PaymentView>(new CommandDefinition(
            """
            select id, application_id, person_id, batch_id, name, account, amount, state, reason, paid_on, attempt
              from payments
             where site = @site and (batch_id = @batch or id = @id)
             order by line
            """,
            new { site, batch, id },
            cancellationToken: ct))).Select(payment => payment with { Account = Masked.Account(payment.Account)! })];
}
