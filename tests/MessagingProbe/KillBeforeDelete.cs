using System.Diagnostics;

namespace Wenden.MessagingProbe;

/// <summary>The relay's span of an event ends after the broker's confirmation and before the row is deleted.</summary>
internal sealed class KillBeforeDelete(KillSwitch killSwitch) : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == "Wenden.Messaging",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStopped = span =>
        {
            if (span.Kind == ActivityKind.Producer)
                killSwitch.Pass("delete");
        },
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
