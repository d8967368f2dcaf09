using System.Diagnostics;

namespace Wenden.Intake.Tests;

/// <summary>Waits for what events bring about. The limit is generous: a slow machine is not a failure.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition, string? otherwise = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(_limit, otherwise);
            await Task.Delay(50);
        }
    }

    public static async Task<T> FindAsync<T>(IEnumerable<T> among, Func<T, bool> wanted)
    {
        await TrueAsync(() => Task.FromResult(among.Any(wanted)), $"No such {typeof(T).Name}");
        return among.First(wanted);
    }
}
