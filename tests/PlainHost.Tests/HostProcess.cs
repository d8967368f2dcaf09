using System.Diagnostics;
using System.Globalization;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Tests;

/// <summary>The host's program, run as a child with its <c>servers</c> command, and the processes it has started.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, IReadOnlyDictionary<string, string> values)
    {
        _process = process;
        Values = values;
    }

    /// <summary>The lines NAME=value that the command has printed.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    public int Pid => _process.Id;

    public static async Task<HostProcess> StartServersAsync()
    {
        var start = new ProcessStartInfo(Outputs.Dotnet)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Wenden.PlainHost.dll"));
        start.ArgumentList.Add("servers");
        var process = Process.Start(start)!;

        var values = new Dictionary<string, string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "ready")
            if (line.Split('=', 2) is [var name, var value])
                values[name] = value;
        return new HostProcess(process, values);
    }

    public void CloseInput() => _process.StandardInput.Close();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <summary>Every process below the host, with its start time, which tells it from a later one of the same number.</summary>
    public IReadOnlyList<(int Pid, string Started)> Descendants()
    {
        var all = Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => name.All(char.IsAsciiDigit))
            .Select(name => Read(int.Parse(name, CultureInfo.InvariantCulture))).OfType<ProcessState>().ToList();
        var found = new List<ProcessState> { all.Single(process => process.Pid == Pid) };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(all.Where(process => process.Parent == found[i].Pid));
        return [.. found.Skip(1).Select(process => (process.Pid, process.Started))];
    }

    /// <summary>Waits until none of the processes runs any more; answers with those that still do after 30 seconds.</summary>
    public static async Task<IReadOnlyList<int>> StillRunningAsync(IReadOnlyList<(int Pid, string Started)> processes)
    {
        for (var tries = 0; tries < 150 && processes.Any(IsRunning); tries++)
            await Task.Delay(200);
        return [.. processes.Where(IsRunning).Select(process => process.Pid)];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // A zombie has ended; only its parent has not asked for its exit code yet.
    private static bool IsRunning((int Pid, string Started) process) =>
        Read(process.Pid) is { State: not "Z" } now && now.Started == process.Started;

    private static ProcessState? Read(int pid)
    {
        try
        {
            // The name in parentheses may hold anything; the fields after it are fixed: state, parent, … start time.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessState(pid, fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record ProcessState(int Pid, string State, int Parent, string Started);
}
