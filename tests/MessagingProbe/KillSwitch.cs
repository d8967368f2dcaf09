using System.Diagnostics;

namespace Wenden.MessagingProbe;

/// <summary>Kills the process, as SIGKILL does, the n-th time it comes to the configured place. Places are <c>commit</c>, <c>delete</c> and <c>consume</c>.</summary>
public sealed class KillSwitch(IConfiguration configuration)
{
    private readonly string? _place = configuration["Probe:KillAt"];
    private readonly int _count = configuration.GetValue("Probe:KillAfter", 1);
    private int _passed;

    /// <summary>Passes a place.</summary>
    public void Pass(string place)
    {
        if (place == _place && Interlocked.Increment(ref _passed) == _count)
            Process.GetCurrentProcess().Kill();
    }
}
