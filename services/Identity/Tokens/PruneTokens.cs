using OpenIddict.Abstractions;

namespace Wenden.Identity.Tokens;

/// <summary>Once an hour, what can no longer be used is deleted: tokens, codes, tries, answers to commands. Replicas may do it at once.</summary>
internal sealed class PruneTokens(IServiceScopeFactory scopes, NpgsqlDataSource database, TimeProvider clock, ILogger<PruneTokens> logger) : BackgroundService
{
    private static readonly TimeSpan _kept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var threshold = clock.GetUtcNow() - _kept;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(threshold, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(threshold, stoppingToken);
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await connection.ExecuteAsync(new CommandDefinition(
                    """
                    delete from citizen_codes where created_at < @threshold;
                    delete from sample_codes where sent_at < @threshold;
                    delete from sign_in_tries where tried_at < @threshold;
                    delete from stopped_devices where stopped_since < @threshold;
                    delete from idempotency_keys where created_at < @threshold;
                    """, new { threshold }, cancellationToken: stoppingToken));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "Old tokens could not be deleted; tried again in an hour");
            }
        }
    }
}
