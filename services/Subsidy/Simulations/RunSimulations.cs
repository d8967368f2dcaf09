using System.Text.Json;
using OpenTelemetry;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Simulations;

/// <summary>
/// Works out what drafts would come to, some hundred people at a time. Each page is counted in the transaction that says how far the run is, so that
/// a replica that dies leaves nobody out and counts nobody twice.
/// </summary>
internal sealed class RunSimulations(NpgsqlDataSource database, IServiceScopeFactory scopes, PolicyBook book, TimeProvider clock, ILogger<RunSimulations> logger)
    : BackgroundService
{
    private const int MostExamples = 20;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var untraced = SuppressInstrumentationScope.Begin();
                while (await PageAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The simulation waits: {Reason}", exception.Message);
            }

            await Task.Delay(_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One page of one run; whether there was any.</summary>
    private async Task<bool> PageAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var run = await connection.QuerySingleOrDefaultAsync<Run>(new CommandDefinition(
            """
            select draft_id, present, yaml, last_person, jsonb_array_length(examples) as examples
              from policy_simulations
              join policy_drafts on id = draft_id
             where policy_simulations.state = 'running'
             order by started_at
             limit 1
               for update of policy_simulations skip locked
            """,
            cancellationToken: ct));
        if (run is null || book.Of(run.Present) is not { } present || PolicyFile.Read("draft", run.Yaml).Policy is not { } draft)
            return false;

        await using var scope = scopes.CreateAsyncScope();
        var record = scope.ServiceProvider.GetRequiredService<FactsOnRecord>();
        var page = await record.ListAsync(run.LastPerson, ct);
        var comparison = new Comparison(present, draft, MostExamples - run.Examples);
        if (page.Count > 0)
        {
            foreach (var person in (await record.ReadManyAsync(page, Purpose.Policy(run.DraftId), ct)).Values)
                comparison.Add(person);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            update policy_simulations
               set last_person = coalesce(@last, last_person), done = done + @Count, gain = gain + @Gain, lose = lose + @Lose, same = same + @Same,
                   unknown = unknown + @Unknown, cost_before = cost_before + @CostBefore, cost_now = cost_now + @CostNow,
                   examples = examples || @examples::jsonb, state = case when @Count = 0 then 'finished' else state end,
                   finished_at = case when @Count = 0 then @now end
             where draft_id = @DraftId
            """,
            new
            {
                run.DraftId,
                last = page.Count == 0 ? (Guid?)null : page[^1],
                page.Count,
                comparison.Gain,
                comparison.Lose,
                comparison.Same,
                comparison.Unknown,
                comparison.CostBefore,
                comparison.CostNow,
                examples = JsonSerializer.Serialize(comparison.Examples, HallJson.Options),
                now = clock.GetUtcNow(),
            },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return page.Count > 0;
    }

    private sealed record Run
    {
        public required Guid DraftId { get; init; }

        public required string Present { get; init; }

        public required string Yaml { get; init; }

        public Guid? LastPerson { get; init; }

        public required int Examples { get; init; }
    }
}
