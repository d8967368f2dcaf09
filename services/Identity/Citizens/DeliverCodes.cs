using System.Threading.Channels;

namespace Wenden.Identity.Citizens;

/// <summary>
/// Sends codes after the page has answered, so that the answer takes as long for somebody the registry does not know. A code that is lost with the
/// process is asked for again.
/// </summary>
internal sealed class DeliverCodes(ICodeDelivery delivery, ILogger<DeliverCodes> logger) : BackgroundService
{
    private const int Tries = 3;

    private readonly Channel<CodeMessage> _waiting = Channel.CreateBounded<CodeMessage>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(CodeMessage message) => _waiting.Writer.TryWrite(message);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken },
        async (message, ct) => await SendAsync(message, ct));

    private async Task SendAsync(CodeMessage message, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            try
            {
                await delivery.SendAsync(message, ct);
                return;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(exception, "A one-time code could not be sent, try {Attempt} of {Tries}", attempt, Tries);
                await Task.Delay(TimeSpan.FromSeconds(attempt), ct);
            }
        }
    }
}
