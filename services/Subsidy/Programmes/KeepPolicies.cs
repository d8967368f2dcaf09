using OpenTelemetry;

namespace Wenden.Subsidy.Programmes;

/// <summary>Keeps the shipped texts for good, and takes in what was confirmed at any replica, within a second or two.</summary>
internal sealed class KeepPolicies(PolicyBook book, NpgsqlDataSource database, TimeProvider clock, ILogger<KeepPolicies> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Policy> _texts = [];
    private bool _isKept;

    /// <summary>What is in force is known before the first application is judged.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using (SuppressInstrumentationScope.Begin())
            await RunAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var untraced = SuppressInstrumentationScope.Begin();
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("Confirmed policies are read later: {Reason}", exception.Message);
            }

            await Task.Delay(_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!_isKept)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into policy_texts (sha256, yaml, kept_at) select sha256, yaml, @now from unnest(@sha256, @yaml) as text (sha256, yaml) on conflict do nothing",
                new
                {
                    sha256 = book.Shipped.Select(entry => entry.Policy.Fingerprint).ToArray(),
                    yaml = book.Shipped.Select(entry => entry.Yaml).ToArray(),
                    now = clock.GetUtcNow(),
                },
                cancellationToken: ct));
            _isKept = true;
        }

        foreach (var (sha256, yaml) in await connection.QueryAsync<(string, string)>(new CommandDefinition(
            "select sha256, yaml from policy_texts where sha256 <> all (@known)", new { known = _texts.Keys.ToArray() }, cancellationToken: ct)))
        {
            var (policy, errors) = PolicyFile.Read(sha256, yaml);
            if (policy is null)
                logger.LogError("A text that was once in force is none to this release: {Errors}", string.Join("; ", errors));
            else
                _texts[sha256] = policy;
        }

        var confirmed = await connection.QueryAsync<Confirmed>(new CommandDefinition(
            "select sha256, yaml, effective_from, loaded_by, confirmed_by from policy_drafts where state = 'confirmed' order by confirmed_at, id", cancellationToken: ct));
        book.TakeIn(
            [.. confirmed.Where(entry => _texts.ContainsKey(entry.Sha256))
                .Select(entry => new PolicyEntry(_texts[entry.Sha256], entry.Yaml, entry.EffectiveFrom, entry.LoadedBy, entry.ConfirmedBy))],
            _texts.Values);
    }

    private sealed record Confirmed(string Sha256, string Yaml, DateOnly EffectiveFrom, string LoadedBy, string ConfirmedBy);
}
