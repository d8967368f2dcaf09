using System.Globalization;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Halls;

/// <summary>Makes sure that one data folder serves one hall at a time.</summary>
internal sealed class HallLock : IDisposable
{
    private readonly FileStream _lock;

    private HallLock(FileStream file) => _lock = file;

    /// <summary>Takes the folder, after a hall that was killed there has been cleared away by its guard.</summary>
    /// <exception cref="HallTakenException">Another host runs there.</exception>
    public static async Task<HallLock> TakeAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new HallTakenException(folder, await ReadAsync(HostFile(folder), cancellation));
        }

        var taken = new HallLock(file);
        try
        {
            await WaitForGuardAsync(folder, cancellation);
            await File.WriteAllTextAsync(HostFile(folder), $"{Environment.ProcessId}\n", cancellation);
            await File.WriteAllTextAsync(GuardFile(folder), $"{ProcessGuard.Pid}\n", cancellation);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static async Task WaitForGuardAsync(string folder, CancellationToken cancellation)
    {
        if (await ReadAsync(GuardFile(folder), cancellation) is not { } guard || guard == ProcessGuard.Pid)
            return;
        for (var tries = 0; tries < 200 && IsGuard(guard); tries++)
            await Task.Delay(100, cancellation);
    }

    // The host that started it is gone, since the lock is ours; a guard that is still there is stopping what that host left.
    private static bool IsGuard(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").EndsWith("wenden-guard\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<int?> ReadAsync(string file, CancellationToken cancellation) =>
        File.Exists(file) && int.TryParse(await File.ReadAllTextAsync(file, cancellation), CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static string HostFile(string folder) => Path.Combine(folder, "host.pid");

    private static string GuardFile(string folder) => Path.Combine(folder, "guard.pid");
}

/// <summary>Another host already runs a hall in the folder.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="pid">Process id of the host that has it, where known.</param>
public sealed class HallTakenException(string folder, int? pid)
    : Exception($"A hall already runs in {folder}, by process {pid?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}. "
        + "Stop that one, or choose another folder with --data.")
{
    /// <summary>Process id of the host that has the folder, where known.</summary>
    public int? Pid { get; } = pid;
}
