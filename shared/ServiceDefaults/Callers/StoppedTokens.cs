using System.Net.Http.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Validation;
using OpenTelemetry;
using Wenden.Contracts.Identity;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>
/// Whose tokens are not taken any more although they have not expired: asked of identity every quarter of a minute. While identity does not answer
/// the last answer holds, so that a hall goes on without it.
/// </summary>
internal sealed class StoppedTokens(IHttpClientFactory clients, IOptionsMonitor<OpenIddictValidationOptions> tokens, ILogger<StoppedTokens> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(15);
    private volatile Dictionary<string, DateTimeOffset> _since = [];

    /// <summary>Whether a token of <paramref name="subject"/> issued at <paramref name="issued"/> is one of them.</summary>
    public bool Contains(string? subject, DateTimeOffset? issued) =>
        subject is not null && _since.TryGetValue(subject, out var since) && !(issued >= since);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answered = true;
        using var timer = new PeriodicTimer(_pause);
        do
        {
            try
            {
                await AskAsync(stoppingToken);
                answered = true;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (answered)
                    logger.LogWarning("Identity does not say whose tokens are stopped; what it said last holds: {Reason}", exception.Message);
                answered = false;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        // Identity's keys too, so that no visitor's request has to wait for them.
        await tokens.CurrentValue.ConfigurationManager!.GetConfigurationAsync(ct);
        using var client = clients.CreateClient(ServiceClients.Identity);
        var stopped = await client.GetFromJsonAsync<StoppedSubject[]>("stopped", HallJson.Options, ct) ?? [];
        _since = stopped.ToDictionary(entry => entry.Subject, entry => entry.Since);
    }
}
