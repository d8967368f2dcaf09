using System.Data;

namespace Wenden.Subsidy.Renewals;

/// <summary>A yearly run as it stands now. Counted from the results, so that it never says anything else than they do.</summary>
internal sealed record RenewalRun
{
    public const string Running = "running";
    public const string Finished = "finished";

    public required Guid Id { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    /// <summary>The year whose approvals are continued.</summary>
    public required int FromYear { get; init; }

    public required string State { get; init; }

    /// <summary>When it was started last; people renewed by it count as applying on this day.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required string StartedBy { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required long Total { get; init; }

    /// <summary>People with a result: renewed, asked, refused or failed.</summary>
    public required long Done { get; init; }

    public required long Renewed { get; init; }

    public required long Asked { get; init; }

    public required long Refused { get; init; }

    public required long Failed { get; init; }

    public static Task<RenewalRun?> FindAsync(IDbConnection connection, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<RenewalRun>(new CommandDefinition($"{Counted} where run.id = @id", new { id }, cancellationToken: ct));

    public static Task<RenewalRun?> FindAsync(IDbConnection connection, string programme, int year, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<RenewalRun>(new CommandDefinition(
            $"{Counted} where run.programme = @programme and run.year = @year", new { programme, year }, cancellationToken: ct));

    private const string Counted =
        """
        select run.id, run.programme, run.year, run.from_year, run.state, run.started_at, run.started_by, run.finished_at,
               results.total, results.total - results.waiting as done, results.renewed, results.asked, results.refused, results.failed
          from renewal_runs as run,
               lateral (select count(*) as total,
                               count(*) filter (where state = 'waiting') as waiting,
                               count(*) filter (where state = 'renewed') as renewed,
                               count(*) filter (where state = 'asked') as asked,
                               count(*) filter (where state = 'refused') as refused,
                               count(*) filter (where state = 'failed') as failed
                          from renewal_results
                         where run_id = run.id) as results
        """;
}
