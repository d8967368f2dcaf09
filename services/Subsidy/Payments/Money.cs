using System.Data;

namespace Wenden.Subsidy.Payments;

/// <summary>The money of a programme's year, yuan, all of it counted from rows.</summary>
internal sealed record Money
{
    /// <summary>What may be spent; none where nobody has set it.</summary>
    public decimal? Budget { get; init; }

    /// <summary>Amounts of approved applications, released or not.</summary>
    public decimal Committed { get; init; }

    /// <summary>Amounts of released applications, and what went out for applications that were revoked later.</summary>
    public decimal Released { get; init; }

    /// <summary>With the bank, without an answer.</summary>
    public decimal Sent { get; init; }

    /// <summary>Paid by the bank, whether or not it came back later.</summary>
    public decimal Paid { get; init; }

    /// <summary>Refused by the bank and not tried again.</summary>
    public decimal Failed { get; init; }

    /// <summary>Came back after a revocation.</summary>
    public decimal ClawedBack { get; init; }

    /// <summary>Still has to come back.</summary>
    public decimal ToClawBack { get; init; }

    /// <summary>What can still be released: the budget without what is released, and with what came back; none without a budget.</summary>
    public decimal? Left => Budget - Released + ClawedBack;

    /// <summary>Lets everything that counts on the year's budget happen one after the other.</summary>
    public static Task TakeTurnAsync(IDbConnection connection, string programme, int year, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@programme || '/' || @year, 4051))",
            new { programme, year = $"{year}" },
            cancellationToken: ct));

    public static Task<Money> ReadAsync(IDbConnection connection, string programme, int year, CancellationToken ct) =>
        connection.QuerySingleAsync<Money>(new CommandDefinition(
            """
            select (select amount from budgets where programme = @programme and year = @year order by version desc limit 1) as budget,
                   applied.committed, applied.released + gone.revoked as released, gone.sent, gone.paid, gone.failed, back.clawed_back, back.to_claw_back
              from (select coalesce(sum(amount), 0) as committed, coalesce(sum(amount) filter (where released_by is not null), 0) as released
                      from applications
                     where programme = @programme and year = @year and state = 'approved') applied,
                   (select coalesce(sum(payments.amount) filter (where payments.state = 'sent'), 0) as sent,
                           coalesce(sum(payments.amount) filter (where payments.state = 'paid'), 0) as paid,
                           coalesce(sum(payments.amount) filter (where payments.state = 'failed' and counts), 0) as failed,
                           coalesce(sum(payments.amount) filter (where payments.state in ('sent', 'paid') and applications.state = 'revoked'), 0) as revoked
                      from payments join applications on applications.site = payments.site and applications.id = application_id
                     where payments.programme = @programme and payments.year = @year) gone,
                   (select coalesce(sum(recovered), 0) as clawed_back, coalesce(sum(clawbacks.amount - recovered), 0) as to_claw_back
                      from clawbacks join payments on payments.site = clawbacks.site and payments.id = payment_id
                     where programme = @programme and year = @year) back
            """,
            new { programme, year },
            cancellationToken: ct));
}
