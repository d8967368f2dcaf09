using System.Diagnostics;

namespace Wenden.PlainHost.Processes;

/// <summary>A running child process with a process group of its own, known to the guard from before its first instruction.</summary>
internal sealed class Child
{
    private readonly Process _process;
    private readonly Signal _stopSignal;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Child(Process process, Signal stopSignal)
    {
        _process = process;
        _stopSignal = stopSignal;
    }

    public int Pid => _process.Id;

    /// <summary>Ends with the exit code when the process has ended.</summary>
    public Task<int> Exited => _exited.Task;

    public bool IsRunning => !_exited.Task.IsCompleted;

    /// <summary>Starts a program; each line it writes goes to <paramref name="line"/>.</summary>
    public static Child Start(ProgramStart program, Action<string>? line = null)
    {
        var start = new ProcessStartInfo(Programs.Find("setsid"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = program.WorkingDirectory,
        };
        // The program waits behind a read until the guard knows its group. Should this process die before, the read fails and
        // nothing is started.
        foreach (var argument in new[] { Programs.Find("sh"), "-c", "read -r _ || exit 1; exec \"$@\"", "sh" })
            start.ArgumentList.Add(argument);
        foreach (var argument in RunAs.Prefix(program.User).Append(program.FileName).Concat(program.Arguments))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new Child(process, program.StopSignal);
        process.OutputDataReceived += (_, e) => Pass(e.Data, line);
        process.ErrorDataReceived += (_, e) => Pass(e.Data, line);
        process.Exited += async (_, _) => await child.OnExitedAsync();
        process.Start();
        ProcessGuard.Add(process.Id, program.StopSignal);
        process.StandardInput.WriteLine("go");
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Asks the process to stop; kills its group when it has not after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        Send(_stopSignal);
        try
        {
            await Exited.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the whole group at once.</summary>
    public async Task KillAsync()
    {
        // One that was started a moment ago may not have made its group yet.
        if (IsRunning)
            Native.Send(-Pid, Signal.Kill);
        Send(Signal.Kill);
        await Exited;
    }

    public void Send(Signal signal)
    {
        if (IsRunning)
            Native.Send(Pid, signal);
    }

    private async Task OnExitedAsync()
    {
        // What the process left behind in its group goes with it, before the number can mean anything else.
        Native.Send(-Pid, Signal.Kill);
        ProcessGuard.Remove(Pid);
        // Its last lines say why it ended; a daemon that left the group may keep the pipe open.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        _exited.TrySetResult(_process.ExitCode);
    }

    private static void Pass(string? data, Action<string>? line)
    {
        if (data is not null)
            line?.Invoke(data);
    }
}
