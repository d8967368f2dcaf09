using OpenIddict.Abstractions;

namespace Wenden.Identity.Tokens;

/// <summary>Once an hour, rows of tokens that can no longer be used are deleted. Replicas may do it at once.</summary>
internal sealed class PruneTokens(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PruneTokens> logger) : BackgroundService
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
                var database = scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>();
                await using var old = database.CreateCommand("delete from citizen_codes where created_at < $1");
                old.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = threshold });
                await old.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "Old tokens could not be deleted; tried again in an hour");
            }
        }
    }
}
