using OpenTelemetry;

namespace Wenden.Subsidy.Renewals;

/// <summary>
/// Works at the runs that are not finished, in every replica at once: a batch belongs to the transaction that holds its rows, so none is done twice, and
/// what a killed process held is taken by the next who looks.
/// </summary>
internal sealed class RenewalWorker(IServiceScopeFactory scopes, NpgsqlDataSource database, TimeProvider clock, ILogger<RenewalWorker> logger)
    : BackgroundService
{
    // While one batch waits for the registry, others are judged and written.
    private const int Lanes = 4;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var run in await FindAsync(stoppingToken))
                    await WorkAsync(run, stoppingToken);
            }
            catch (Exception exception)
            {
                // Whatever it is, the batches it hit are undone and wait; the service goes on.
                if (!stoppingToken.IsCancellationRequested)
                    logger.LogWarning("Renewals wait: {Kind}: {Reason}", exception.GetType().Name, exception.Message);
            }

            await Task.Delay(_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(RunningRenewal run, CancellationToken ct)
    {
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => DrainAsync(run, ct)));
        await FinishAsync(run, ct);
    }

    private async Task DrainAsync(RunningRenewal run, CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await ActivatorUtilities.CreateInstance<RenewalBatch>(scope.ServiceProvider).RunAsync(run, ct) == 0)
                return;
        }
    }

    private async Task<IReadOnlyList<RunningRenewal>> FindAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<RunningRenewal>(new CommandDefinition(
            "select id, programme, year, started_at from renewal_runs where state = 'running' order by started_at", cancellationToken: ct))).AsList();
    }

    // The last to commit sees all rows done. A run that was started again meanwhile has another start.
    private async Task FinishAsync(RunningRenewal run, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var isFinished = await connection.ExecuteAsync(new CommandDefinition(
            """
            update renewal_runs
               set state = 'finished', finished_at = @now
             where id = @Id and state = 'running' and started_at = @StartedAt
               and not exists (select from renewal_results where run_id = @Id and state = 'waiting')
            """,
            new { run.Id, run.StartedAt, now = clock.GetUtcNow() },
            cancellationToken: ct)) == 1;
        if (isFinished)
            logger.LogInformation("Renewal {Run} of {Programme}-{Year} is finished", run.Id, run.Programme, run.Year);
    }
}
